import { escapeXml } from '../../model/xml.js';
import { numberText } from './columns.js';

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Shown at the end of the bar; default: the value. */
  readonly label?: string;
}

/** Horizontal bars, the name before each or, where the page is narrow, above it. `barStyles` has to be on the page. */
export function barChart(title: string, bars: readonly Bar[], colour: string): string {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const rows = bars.map(({ name, value, label }) => {
    const share = (value / most).toFixed(3);
    return `<li><span>${escapeXml(name)}</span><div><i style="--share: ${share}"></i><b>${escapeXml(label ?? numberText(value))}</b></div></li>`;
  });
  return `<ul class="bars" aria-label="${escapeXml(title)}" style="--bar: ${colour}">\n${rows.join('\n')}\n</ul>`;
}

export const barStyles = `.bars { list-style: none; margin: 0; padding: 0; font-size: 13px; }
.bars li { display: grid; grid-template-columns: minmax(6rem, 16rem) minmax(0, 1fr); gap: 0 .75rem; align-items: center; padding: .2rem 0; }
.bars span { text-align: right; overflow-wrap: anywhere; } .bars div { display: flex; align-items: center; gap: .5rem; }
.bars i { flex: none; width: calc(var(--share) * (100% - 8rem)); min-width: 1px; height: 1rem; border-radius: 2px; background: var(--bar); print-color-adjust: exact; }
.bars b { flex: none; font-weight: normal; font-variant-numeric: tabular-nums; }
@media (max-width: 34rem) { .bars li { grid-template-columns: minmax(0, 1fr); } .bars span { text-align: left; } }`;
