import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/command.js';
import { openLibrary } from '../cli/library.js';
import { areas } from '../library/automation.js';
import { catalogOf, type CatalogEntry } from '../library/catalog.js';
import { nearTo } from '../library/find.js';
import type { Library } from '../library/readLibrary.js';
import { search } from '../library/search.js';
import { automationText, catalogHuman, catalogMarkdown } from '../render/catalog.js';
import { vocabulary } from '../vocabulary/index.js';

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
    const library = openLibrary(this.config.root);
    const all = catalogOf(library, vocabulary).filter(({ area }) => flags.area === undefined || area === flags.area);
    const text = argv.map(String).join(' ');
    const one = all.find(({ code }) => code === text);
    if (one !== undefined) return this.showOne(one, library);
    const readmes = new Map(library.automations.map(({ code, readme }) => [code, readme]));
    const found = text === '' ? all : search(all, (code) => readmes.get(code) ?? '', text);
    if (found.length === 0) {
      const near = nearTo(
        text,
        all.map(({ code }) => code),
      );
      process.stderr.write(
        `No automation is found for "${text}".${near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ''}\n`,
      );
    }
    this.finish({
      human: (colour) => (found.length === 0 ? '' : catalogHuman(found, colour)),
      markdown: () => catalogMarkdown(found).join('\n'),
      json: () => found,
    });
  }

  private showOne(entry: CatalogEntry, { automations }: Library): void {
    const automation = automations.find(({ code }) => code === entry.code)!; // the entry was made from it
    this.finish({
      human: (colour) => automationText(entry, automation, colour),
      markdown: () => automation.readme,
      json: () => [{ ...entry, readme: automation.readme, files: automation.files }],
    });
  }
}
