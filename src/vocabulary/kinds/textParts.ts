import { shapes } from '../../language/shape.js';

const takes = 'Fragment';

/** The texts of a message and of a fragment; they may extend and include fragments. */
export const textParts = {
  subject: shapes.text({ takes, doc: 'Subject of a letter, title of a push message.' }),
  preheader: shapes.text({ takes, doc: 'First line that mail programs show beside the subject.' }),
  body: shapes.text({ takes, multiline: true, doc: 'Plain text.' }),
  html: shapes.text({
    takes,
    escape: 'html',
    multiline: true,
    doc: 'HTML; values are escaped. Without a body beside it the plain text is made from it.',
  }),
  url: shapes.text({ takes, doc: 'Where a push message leads.' }),
  bodyFile: shapes.file('body', shapes.text({ takes, multiline: true }), 'File beside the YAML with the plain text.'),
  htmlFile: shapes.file(
    'html',
    shapes.text({ takes, escape: 'html', multiline: true }),
    'File beside the YAML with the HTML.',
  ),
};

/** The key of a language under `locales`. */
export const localeKey = shapes.string({
  pattern: /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/,
  patternName: 'a language such as en or en-US',
});
