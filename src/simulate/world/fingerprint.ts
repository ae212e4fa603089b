/**
 * A number from 1 to 2^53 for a JSON value, with its members in their order. Two different values have it in common once in some thousand
 * million million pairs: two rounds of multiply and shift over UTF-16 units and marks (the mixing steps are MurmurHash3's).
 */
export function fingerprint(value: unknown): number {
  high = 0x9e3779b9 | 0;
  low = 0x85ebca6b | 0;
  addValue(value);
  let first = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  const second = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  first &= 0x1fffff;
  return first * 2 ** 32 + (second >>> 0) + 1;
}

let high = 0;
let low = 0;

/** No UTF-16 unit is like a mark, so that no two values are the same row of both. */
const mark = {
  text: 0x10000,
  number: 0x10001,
  object: 0x10002,
  list: 0x10003,
  end: 0x10004,
  name: 0x10005,
  other: 0x10006,
};

function addValue(value: unknown): void {
  if (typeof value === 'string') addText(mark.text, value);
  else if (typeof value === 'number') addNumber(value);
  else if (typeof value !== 'object' || value === null) addText(mark.other, String(value));
  else if (Array.isArray(value)) {
    add(mark.list);
    for (const member of value) addValue(member);
    add(mark.end);
  } else {
    add(mark.object);
    for (const name in value) {
      addText(mark.name, name);
      addValue((value as Readonly<Record<string, unknown>>)[name]);
    }
    add(mark.end);
  }
}

function addText(begin: number, text: string): void {
  let a = Math.imul(high ^ begin, 0x85ebca77);
  let b = Math.imul(low ^ begin, 0xc2b2ae3d);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x85ebca77);
    b = Math.imul(b ^ unit, 0xc2b2ae3d);
  }
  high = a;
  low = b;
}

function addNumber(value: number): void {
  if ((value | 0) !== value) return addText(mark.number, String(value));
  add(mark.number);
  add(value & 0xffff);
  add(value >>> 16);
}

function add(unit: number): void {
  high = Math.imul(high ^ unit, 0x85ebca77);
  low = Math.imul(low ^ unit, 0xc2b2ae3d);
}
