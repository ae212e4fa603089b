// Draws docs/plan.svg, the picture of a plan in the README, from what `crmctl plan` really prints for a change of the demo shop.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const shop = mkdtempSync(join(tmpdir(), 'crmctl-picture-'));
const edit = (file, from, to) => {
  const path = join(shop, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
};
const crmctl = (...args) =>
  execFileSync(process.execPath, [join(root, 'bin/run.js'), ...args], {
    cwd: shop,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

cpSync(join(root, 'examples/demo-shop'), shop, { recursive: true });
crmctl('apply', '--auto-approve');
edit('triggers/no-answer.yaml', 'no-answer-2: 2h', 'no-answer-2: 3h');
edit('triggers/reviews.yaml', 'for: 7d', 'for: 10d');
edit('statuses.yaml', 'name: Ждёт в пункте выдачи', 'name: Ждёт в пункте выдачи 7 дней');
edit('triggers/payment.yaml', 'wait: 24h', 'wait: 36h');
writeFileSync(join(root, 'docs/plan.svg'), drawing(`$ crmctl plan\n${crmctl('plan', '--color')}`));
rmSync(shop, { recursive: true });

function drawing(text) {
  const lines = text.trimEnd().split('\n');
  const [lineHeight, margin, charWidth] = [20, 20, 8.45];
  const columns = Math.max(...lines.map((line) => line.replace(/\x1b\[\d+m/g, '').length));
  const width = Math.round(columns * charWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  const rows = lines.map(
    (line, index) => `<text x="${margin}" y="${margin + lineHeight * (index + 0.75)}">${spans(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Output of crmctl plan">
<rect width="100%" height="100%" rx="8" fill="#16181d"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#d6d9df" xml:space="preserve">
${rows.join('\n')}
</g>
</svg>
`;
}

function spans(line) {
  const paint = {
    31: 'fill="#f2777a"',
    32: 'fill="#8fc98f"',
    33: 'fill="#e8c26a"',
    35: 'fill="#c8a2e0"',
    36: 'fill="#6cc7d6"',
    1: 'font-weight="bold"',
    2: 'fill="#8a909c"',
  };
  let open = '';
  return line
    .split(/(\x1b\[\d+m)/)
    .map((part) => {
      const code = /^\x1b\[(\d+)m$/.exec(part)?.[1];
      if (code === undefined)
        return part === ''
          ? ''
          : `<tspan ${open}>${part.replace(/[&<> ]/g, (c) => (c === ' ' ? '&#160;' : `&#${c.charCodeAt(0)};`))}</tspan>`;
      open = paint[code] ?? '';
      return '';
    })
    .join('');
}
