import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { checkWorkspace } from '../../src/workspace/checkWorkspace.js';

const broken = fileURLToPath(new URL('../fixtures/broken', import.meta.url));
const { diagnostics } = checkWorkspace(broken, vocabulary);
const at = (file: string, line: number): readonly Diagnostic[] =>
  diagnostics.filter((each) => each.file === file && each.line === line);

describe('validating a project in which much is wrong', () => {
  it.each([
    ['a typo in a field of a condition', 'triggers/thanks.yaml', 5, 13, /no field "totalSum"/, /"totalSumm"/],
    [
      'a status that does not exist in a condition',
      'triggers/statuses.yaml',
      5,
      23,
      /no status "complette"/,
      /"complete"/,
    ],
    ['an unknown status in `to:`', 'triggers/statuses.yaml', 4, 34, /"assembled" is no status/, /"assembling"/],
    ['an unknown status under `next:`', 'statuses.yaml', 5, 49, /"cancell" is no status/, /"cancel"/],
    ['a missing template', 'triggers/thanks.yaml', 8, 22, /no Template has the code "thank"/, /"thanks"/],
    ['a typo in a text', 'templates.yaml', 8, 24, /no member "fistName"/, /"firstName"/],
    ['a value of a wrong type', 'statuses.yaml', 6, 52, /must be a duration, not "2 hours"/, /write 2h/],
    [
      'a code that is taken',
      'triggers/thanks.yaml',
      11,
      7,
      /declared twice; first in triggers\/thanks\.yaml:1/,
      /another code/,
    ],
    ['an unknown event', 'triggers/thanks.yaml', 13, 13, /no event "order\.creatd"/, /"order\.created"/],
    ['an unknown key', 'triggers/statuses.yaml', 6, 1, /unknown key "prioritty"/, /"priority"/],
    [
      'an expression that YAML would take for a tag',
      'triggers/statuses.yaml',
      16,
      7,
      /must stand in quotes/,
      /when: '!order\.call'/,
    ],
    [
      'an expression that YAML would cut at a comma',
      'triggers/statuses.yaml',
      15,
      35,
      /must stand in quotes/,
      /where: '/,
    ],
    [
      'an expression that YAML would cut at a comment',
      'triggers/statuses.yaml',
      17,
      7,
      /must stand in quotes/,
      /exit: '/,
    ],
    ['a schedule that never comes', 'triggers/statuses.yaml', 24, 16, /no next run/, /day of month/],
    ['an action that its event cannot feed', 'triggers/statuses.yaml', 26, 24, /needs a customer/, /each:/],
    [
      'a Segmentation with a hole',
      'segments.yaml',
      6,
      3,
      /belongs to no segment: ordersCount 2, daysSinceLastOrder 29/,
      /without `where`/,
    ],
    [
      'a segment that can never win',
      'segments.yaml',
      15,
      40,
      /"rich" can never win: some above takes/,
      /move it above some/,
    ],
  ])('finds %s', (_what, file, line, column, message, suggestion) => {
    const found = at(file, line).find((each) => each.severity === 'error' && message.test(each.message));
    expect(found, `something at ${file}:${String(line)}`).toBeDefined();
    expect(found).toMatchObject({ line, column });
    expect(found!.suggestion).toMatch(suggestion);
    expect(found!.code).toMatch(/^CRM\d{3}$/);
    expect(found!.sourceLine).toBeDefined();
  });

  it('finds a file that is no YAML, and goes on with the others', () => {
    expect(diagnostics.some((each) => each.file === 'triggers/yaml.yaml' && each.code === 'CRM101')).toBe(true);
  });

  it('says nothing of what follows from a misspelt key', () => {
    expect(at('triggers/thanks.yaml', 22).map(({ message }) => message)).toEqual([
      'unknown key "pre" in "once"',
      'the key "per" is missing in "once"',
    ]);
  });

  it('says each thing once, sorted by place', () => {
    const places = diagnostics.map(({ file, line, column, code, message }) =>
      [file, line, column, code, message].join(' '),
    );
    expect(new Set(places).size).toBe(places.length);
    const files = diagnostics.map(({ file }) => file);
    expect(files).toEqual([...files].sort());
  });

  it('reports nothing that is right', () => {
    const errors = diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ file, line }) => `${String(file)}:${String(line)}`);
    const expected = ['segments.yaml:6', 'segments.yaml:15', 'statuses.yaml:5', 'statuses.yaml:6', 'templates.yaml:8'];
    const inTriggers = [
      'statuses.yaml:4',
      'statuses.yaml:5',
      'statuses.yaml:6',
      'statuses.yaml:7',
      'statuses.yaml:10',
      'statuses.yaml:15',
    ];
    const more = [
      'statuses.yaml:16',
      'statuses.yaml:17',
      'statuses.yaml:24',
      'statuses.yaml:26',
      'thanks.yaml:5',
      'thanks.yaml:8',
      'thanks.yaml:11',
      'thanks.yaml:13',
      'thanks.yaml:22',
    ];
    const known = new Set([...expected, ...[...inTriggers, ...more].map((place) => `triggers/${place}`)]);
    expect(errors.filter((place) => !known.has(place) && !place.startsWith('triggers/yaml.yaml'))).toEqual([]);
  });
});
