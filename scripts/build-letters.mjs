// Makes the HTML of the library's layouts of their MJML: automations/shared/letters/*.mjml → automations/shared/fragments/*.html,
// or into the folder that is given.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mjml2html from 'mjml';

const shared = fileURLToPath(new URL('../automations/shared/', import.meta.url));
const [folder = join(shared, 'fragments')] = process.argv.slice(2);

for (const name of readdirSync(join(shared, 'letters')).filter((each) => each.endsWith('.mjml'))) {
  const source = readFileSync(join(shared, 'letters', name), 'utf8');
  const { html, errors } = await mjml2html(source, { validationLevel: 'strict', keepComments: false });
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  writeFileSync(join(folder, `${basename(name, '.mjml')}.html`), html);
}
