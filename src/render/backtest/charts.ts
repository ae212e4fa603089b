import { escapeXml } from '../xml.js';
import { numberText } from './columns.js';

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Shown at the end of the bar; default: the value. */
  readonly label?: string;
}

const [rowHeight, barHeight, nameWidth, barWidth, labelWidth] = [26, 16, 260, 380, 120];
const width = nameWidth + barWidth + labelWidth;

/** Horizontal bars as one SVG without script or style sheet; it scales with the page. Longer names are cut, and whole in the tip. */
export function barChart(title: string, bars: readonly Bar[], colour: string): string {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const height = bars.length * rowHeight;
  const rows = bars.map(({ name, value, label }, index) => {
    const [top, middle] = [index * rowHeight + (rowHeight - barHeight) / 2, index * rowHeight + rowHeight / 2];
    const length = Math.max(value > 0 ? 2 : 0, (value / most) * barWidth);
    return `<g><title>${escapeXml(`${name}: ${label ?? numberText(value)}`)}</title>
<text x="${nameWidth - 10}" y="${middle}" text-anchor="end" dominant-baseline="central">${escapeXml(shortened(name))}</text>
<rect x="${nameWidth}" y="${top}" width="${length.toFixed(1)}" height="${barHeight}" rx="2" fill="${colour}"/>
<text x="${nameWidth + length + 8}" y="${middle}" dominant-baseline="central">${escapeXml(label ?? numberText(value))}</text></g>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}" width="100%" role="img" aria-label="${escapeXml(title)}" font-size="13" fill="currentColor">
${rows.join('\n')}
</svg>`;
}

const longest = 34;

function shortened(name: string): string {
  const letters = [...name];
  return letters.length <= longest ? name : `${letters.slice(0, longest - 1).join('')}…`;
}
