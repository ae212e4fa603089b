import type { Node } from 'yaml';
import { pathKey } from '../landmarks.js';
import { didYouMean } from '../nearest.js';
import type { Shape } from '../shape.js';
import { sourceOf } from '../source.js';
import { checkVariables } from './variables.js';
import { addText } from './expressions.js';
import { report, textOf, type Walk } from './walk.js';
import { reportType } from './wrongType.js';

/** A file beside the YAML: the spec holds its text. */
export function readFileText(shape: Extract<Shape, { shape: 'file' }>, node: Node, walk: Walk): string | undefined {
  const name = textOf(node);
  if (name === undefined || name === '') return reportType(walk, node, 'the name of a file');
  const path = besides(walk.source.path, name);
  const text = path === undefined ? undefined : walk.attachments.get(path);
  if (path === undefined) return report(walk, 'noAttachment', node, `the file "${name}" lies outside the project`);
  if (text === undefined) {
    const meant = didYouMean(path, walk.attachments.keys());
    return report(walk, 'noAttachment', node, `there is no text file "${path}" (of at most 1 MB)`, meant);
  }
  walk.landmarks.attached.set(pathKey(walk.path), sourceOf({ path, text }));
  if (!checkVariables(text, node, walk)) return undefined;
  if (shape.content.shape === 'text') addText(shape.content, text, walk);
  return text;
}

/** The path of a file named in a YAML file, from the project's folder; `undefined` when it leads out of it. */
function besides(yaml: string, name: string): string | undefined {
  if (name.startsWith('/')) return undefined;
  const steps = yaml.split('/').slice(0, -1);
  for (const step of name.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/');
}
