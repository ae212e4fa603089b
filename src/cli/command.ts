import { statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command, type Interfaces } from '@oclif/core';
import { colours, plain, type Colour } from '../render/colour.js';
import type { Page } from '../render/page.js';
import { wrapLines } from '../render/wrap.js';
import { exitCodes, type ExitCode } from './exitCodes.js';
import { Failure } from './failure.js';
import { fileProblem } from './fileProblem.js';
import { globalFlags, wantsColour } from './flags.js';
import { progressOn, terminalWidth, type Progress } from './progress.js';

/** The forms that a command's result can take; each is made only when it is wanted. */
export interface Result {
  readonly human: (page: Page) => string;
  /** The human form is a text for programs or has a shape of its own: its lines are left as they are. */
  readonly verbatim?: boolean;
  readonly json: () => unknown;
  /** Default: the human form, fenced. */
  readonly markdown?: () => string;
}

export type GlobalFlags = Interfaces.InferredFlags<typeof globalFlags>;

/** Base of every command: global flags, the two streams, and how results and failures leave. */
export abstract class BaseCommand extends Command {
  static override baseFlags = globalFlags;
  static override enableJsonFlag = false;

  protected global!: GlobalFlags;
  protected progress!: Progress;

  /** Called by each command with its parsed flags before anything else. */
  protected begin(flags: GlobalFlags): void {
    this.global = flags;
    this.progress = progressOn(process.stderr, { quiet: flags.quiet });
    for (const path of [flags['json-into'], flags['markdown-into']]) this.willWrite(path);
  }

  /** What reads no resources of the project narrows nothing by them: a flag that would be passed over is told. */
  protected refuseNarrowing(): void {
    const { select, exclude, since } = this.global;
    const given = Object.entries({ select, exclude, since }).find(([, value]) => value !== undefined);
    if (given !== undefined)
      this.stop(
        exitCodes.usage,
        `--${given[0]} does nothing here: this command is about the environment, not about the project's resources`,
        `leave it out; crmctl ${this.id ?? ''} --help lists what it takes`,
      );
  }

  protected pageOf(stream: NodeJS.WriteStream): Page {
    return { colour: this.colourOf(stream), width: terminalWidth(stream) ?? Infinity };
  }

  protected colourOf(stream: NodeJS.WriteStream): Colour {
    return colours(wantsColour(this.global.color, stream, process.env));
  }

  /** Writes the result to standard output in the wanted form, and into the files that were asked for. */
  protected finish(result: Result, exitCode: ExitCode = exitCodes.success): void {
    this.progress.clear();
    const flags = this.global;
    const json = (): string => `${JSON.stringify(result.json(), undefined, 2)}\n`;
    const markdown = (): string =>
      ensureNewline(result.markdown?.() ?? fenced(result.human({ colour: plain, width: Infinity })));
    if (flags['json-into'] !== undefined) this.write(flags['json-into'], json());
    if (flags['markdown-into'] !== undefined) this.write(flags['markdown-into'], markdown());
    if (flags.json) process.stdout.write(json());
    else if (flags.markdown) process.stdout.write(markdown());
    else process.stdout.write(this.onPage(result));
    process.exitCode = exitCode;
  }

  private onPage({ human, verbatim = false }: Result): string {
    const page = this.pageOf(process.stdout);
    return ensureNewline(verbatim ? human(page) : wrapLines(human(page), page.width));
  }

  /** Whether a file that a flag asks for can be written shows before the work begins, as far as its folder tells. */
  protected willWrite(path: string | undefined): void {
    if (path === undefined || statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() === true) return;
    this.stop(exitCodes.error, `cannot write ${path}: there is no folder ${dirname(path)}`);
  }

  /** Writes a file that a flag asked for. */
  protected write(path: string, text: string): void {
    try {
      writeFileSync(path, text);
    } catch (error) {
      throw new Failure(exitCodes.error, `cannot write ${path}: ${fileProblem(error)}`);
    }
  }

  /** Ends the command; start.ts prints the message, as JSON where that was asked for. */
  protected stop(exitCode: ExitCode, message: string, cure?: string, details?: Failure['details']): never {
    throw new Failure(exitCode, message, cure, details);
  }
}

/** Columns and marks stay as they are in Markdown, too. */
function fenced(text: string): string {
  return text === '' ? '' : `\`\`\`text\n${ensureNewline(text)}\`\`\`\n`;
}

function ensureNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
