import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/command.js';
import { exitCodes } from '../cli/exitCodes.js';
import { schemaOfKind } from '../language/jsonSchema.js';
import { didYouMean } from '../language/nearest.js';
import type { ObjectWord } from '../language/scope.js';
import { kindPage } from '../render/documentation/kindPage.js';
import { objectPage } from '../render/documentation/objectPage.js';
import { vocabulary } from '../vocabulary/index.js';
import type { KindWord } from '../vocabulary/word.js';

export default class Schema extends BaseCommand {
  static override summary = 'JSON Schema of a kind; with --docs its documentation with an example.';
  static override description = 'With --docs also of an object that conditions read: order, customer, call …';
  static override examples = [
    '<%= config.bin %> schema Trigger',
    '<%= config.bin %> schema trigger --docs',
    '<%= config.bin %> schema customer --docs',
  ];
  static override args = { kind: Args.string({ description: 'Kind, or with --docs also an object.', required: true }) };
  static override flags = { docs: Flags.boolean({ summary: 'Documentation as Markdown.' }) };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Schema);
    this.begin(flags);
    const kind =
      vocabulary.kinds.find((word) => word.kind === args.kind) ??
      vocabulary.kinds.find((word) => word.prefix === kebab(args.kind));
    const object = flags.docs ? vocabulary.objects.find((word) => word.name === args.kind) : undefined;
    if (kind === undefined && object === undefined) this.unknown(args.kind, flags.docs);
    const page = (): string => pageOf(kind, object);
    this.finish({
      verbatim: true,
      human: flags.docs ? page : () => JSON.stringify(schemaOfKind(kind!), undefined, 2),
      json: () => (flags.docs ? { format: 'crmctl.docs/1', word: args.kind, markdown: page() } : schemaOfKind(kind!)),
    });
  }

  private unknown(name: string, docs: boolean): never {
    const kinds = vocabulary.kinds.map((word) => word.kind);
    const names = docs ? [...kinds, ...vocabulary.objects.map((word) => word.name)] : kinds;
    const { forms, steps, actions } = vocabulary;
    const ofTrigger = [...forms, ...steps, ...actions].some((word) => word.name === name);
    return this.stop(
      exitCodes.usage,
      `there is no kind "${name}"`,
      ofTrigger
        ? `"${name}" stands in a Trigger: crmctl schema trigger --docs`
        : (didYouMean(name, names) ?? `one of ${names.join(', ')}`),
    );
  }
}

function pageOf(kind: KindWord | undefined, object: ObjectWord | undefined): string {
  return [...(kind ? [kindPage(kind)] : []), ...(object ? [objectPage(object)] : [])].join('\n');
}

/** `StatusGroup`, `statusGroup` and `status-group` name the same kind. */
function kebab(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
