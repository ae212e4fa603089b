import { expect, test } from 'vitest';
import { planOfProject, projectOf } from './scene.js';

const project = (more = '') =>
  projectOf({
    'messenger.yaml': `kind: MessengerTemplate\ncode: ready\nname: ready\nmgChannelId: 1\nlang: ru\ntemplate: [Готово]\n${more}`,
  });

const spec = { code: 'ready', name: 'ready', mgChannelId: 1, lang: 'ru', template: ['Готово'] };
const found = (yaml: string, verificationStatus?: string) => {
  const { diagnostics, summary } = planOfProject(project(yaml), {
    applied: { 'messenger-template/ready': spec },
    ...(verificationStatus !== undefined && {
      remote: {
        MessengerTemplate: [{ identity: 'ready', spec: { ...spec, id: 1, active: true, verificationStatus } }],
      },
    }),
  });
  expect(summary.update + summary.create).toBe(yaml === '' && verificationStatus !== undefined ? 0 : 1);
  return diagnostics;
};

test('what a messenger has not approved is a warning where it stands', () => {
  expect(found('', 'REJECTED')).toEqual([
    {
      severity: 'warning',
      code: 'CRM182',
      message: 'messenger-template/ready: the messenger has not approved it: REJECTED',
      suggestion: 'look at its state in the CRM; a text that was rejected has to be written otherwise',
      address: 'messenger-template/ready',
      file: 'messenger.yaml',
      ...{ line: 2, column: 7, endLine: 2, endColumn: 12 },
    },
  ]);
  expect(found('', 'APPROVED')).toEqual([]);
});

test('what it has to approve once it is written is a note, also when it is changed in what the messenger sees', () => {
  const anew = [
    {
      severity: 'note',
      code: 'CRM182',
      message: 'messenger-template/ready: the messenger has to approve it first: until then nothing is sent by it',
    },
  ];
  expect(found('')).toMatchObject(anew);
  expect(found('footer: Магазин\n', 'APPROVED')).toMatchObject(anew);
  expect(found('templateExample: [Анна]\n', 'APPROVED')).toEqual([]);
});
