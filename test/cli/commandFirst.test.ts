import { expect, test } from 'vitest';
import { commandFirst } from '../../src/cli/commandFirst.js';

test.each([
  ['validate -C shop', 'validate -C shop'],
  ['-C shop validate --strict', 'validate -C shop --strict'],
  ['--dir=shop -e local plan -o x', 'plan --dir=shop -e local -o x'],
  ['--json --no-color plan', 'plan --json --no-color'],
  ['-Cshop plan', 'plan -Cshop'],
  ['--help', '--help'],
  ['help', '--help'],
  ['help plan', 'plan --help'],
  ['--unknown plan', '--unknown plan'],
  ['-C', '-C'],
  ['', ''],
])('%s → %s', (given, expected) => expect(commandFirst(given.split(' ').filter(Boolean)).join(' ')).toBe(expected));
