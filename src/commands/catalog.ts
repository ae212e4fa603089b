import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/command.js';
import { openCatalog } from '../cli/library.js';
import { areas } from '../library/automation.js';
import type { CatalogEntry, FullEntry } from '../library/catalog.js';
import { nearTo } from '../library/find.js';
import { search } from '../library/search.js';
import { automationText, catalogHuman, catalogMarkdown } from '../render/catalog.js';

export default class Catalog extends BaseCommand {
  static override summary = 'List the automations that come with crmctl, or search them.';
  static override description = `Every word of the search must stand in the code, the name (English or Russian), the summary, the README or the rows of the catalog
that an automation covers. The code of one automation shows its README, what it needs and what a project gets with it.`;
  static override examples = [
    '<%= config.bin %> catalog',
    '<%= config.bin %> catalog cart --area carts-and-views',
    '<%= config.bin %> catalog недозвон',
    '<%= config.bin %> catalog call-back-ladder',
    '<%= config.bin %> catalog --json',
  ];
  static override strict = false;
  static override args = {
    search: Args.string({ description: 'Words to look for, or the code of an automation.' }),
  };
  static override flags = {
    area: Flags.string({ summary: 'Only this area.', options: areas, helpValue: 'AREA' }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Catalog);
    this.begin(flags);
    const all = openCatalog(this.config.root).filter(({ area }) => flags.area === undefined || area === flags.area);
    const text = argv.map(String).join(' ');
    const one = all.find(({ code }) => code === text);
    if (one !== undefined) return this.showOne(one);
    const found = text === '' ? all : search(all, text);
    if (found.length === 0) this.sayNearest(text, all);
    this.finish({
      human: (page) => (found.length === 0 ? '' : catalogHuman(found, page)),
      markdown: () => catalogMarkdown(found).join('\n'),
      json: () => found.map(({ readme: _readme, files: _files, ...entry }): CatalogEntry => entry),
    });
  }

  private showOne(entry: FullEntry): void {
    this.finish({
      human: ({ colour }) => automationText(entry, colour),
      markdown: () => entry.readme,
      json: () => [entry],
    });
  }

  private sayNearest(text: string, all: readonly CatalogEntry[]): void {
    const near = nearTo(
      text,
      all.map(({ code }) => code),
    );
    const cure = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ' crmctl catalog without words lists all.';
    process.stderr.write(`No automation is found for "${text}".${cure}\n`);
  }
}
