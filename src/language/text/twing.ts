import { createRequire } from 'node:module';
import type * as Twing from 'twing/light';
import { ownFilters } from './filters.js';
import { unclosedTag } from './unclosed.js';

/**
 * The one door to the Twig engine. It takes longer to load than most commands take to run, so it is loaded by the
 * first text that needs it.
 */
export function twig(): Twig {
  return (loaded ??= load());
}

export interface Node {
  readonly type: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: Readonly<Record<string, Node>>;
  readonly line: number;
  readonly column: number;
  readonly tag: string | null;
}

/** What executors pass along; `context` holds the variables. */
export type Frame = Twing.TwingSynchronousExecutionContext;
export type Execute = (node: Node, frame: Frame) => unknown;

export interface Twig {
  /** The tree as written: nothing lowered, no escaping added. */
  parse(
    source: string,
  ): { readonly tree: Node } | { readonly message: string; readonly line: number; readonly column: number };
  /** What `execute` shows for a template; every node of it goes through `execute`, which may hand it back to `proceed`. */
  run(variables: ReadonlyMap<string, unknown>, execute: Execute): string;
  readonly proceed: Execute;
  /** The engine's own filter on values, its arguments in their order. */
  filter(name: string, operand: unknown, values: readonly unknown[], frame: Frame): unknown;
  /** What a filter, function or test takes; `undefined`: there is no such one. */
  parameters(kind: 'filter' | 'function' | 'test', name: string): Parameters | undefined;
  constant(value: unknown, at: Node): Node;
  markup(content: string): unknown;
}

export interface Parameters {
  readonly names: readonly string[];
  readonly required: number;
  readonly variadic: boolean;
}

let loaded: Twig | undefined;

/** The engine and what it needs in one file beside the bundle (scripts/build.mjs): as packages it is two hundred. */
declare const TWING_FILE: string | undefined;

function load(): Twig {
  const require = createRequire(import.meta.url);
  // twing is a CommonJS bundle; `require` has no types.
  const twing = require(typeof TWING_FILE === 'undefined' ? 'twing/light' : TWING_FILE) as typeof Twing;
  const template = twing.createSynchronousTemplate(emptyTemplate(twing));
  let engine = createEngine(twing);
  return {
    parse(source) {
      try {
        return { tree: engine.parse(source) };
      } catch (error) {
        // What the parser had collected is lost with it: begin anew.
        engine = createEngine(twing);
        // It reads past the end where a tag is not closed, and fails on what is not there, in one way or another.
        if (error instanceof TypeError) return unclosedTag(source);
        if (!(error instanceof Error) || !twing.isATwingError(error)) throw error;
        if (error.rootMessage.includes('of value "null"')) return unclosedTag(source);
        return { message: error.rootMessage, line: error.location.line, column: error.location.column };
      }
    },
    run(variables, execute) {
      const nodeExecutor = execute as unknown as Twing.TwingSynchronousNodeExecutor;
      return template.render(engine.environment, new Map(variables), { nodeExecutor });
    },
    proceed: twing.executeNodeSynchronously as unknown as Execute,
    filter(name, operand, values, frame) {
      const { callable, acceptedArguments } = engine.environment.filters.get(name)!;
      const rest = acceptedArguments.slice(values.length).map(({ defaultValue }): unknown => defaultValue);
      return callable(frame, operand, ...values, ...rest);
    },
    parameters: (kind, name) => parametersOf(tableOf(engine.environment, kind).get(name)),
    constant: (value, at) => twing.createConstantNode(value as string, at.line, at.column) as unknown as Node,
    markup: (content) => twing.createMarkup(content),
  };
}

function createEngine(twing: typeof Twing): {
  readonly environment: Twing.TwingSynchronousEnvironment;
  parse(source: string): Node;
} {
  const environment = twing.createSynchronousEnvironment(twing.createSynchronousArrayLoader({}), {
    parserOptions: { strict: false, level: 2 },
  });
  // Ours run in the executor; the parser only has to know the names.
  for (const [name, parameters] of Object.entries(ownFilters)) {
    environment.addFilter(twing.createSynchronousFilter(name, (_, value: unknown) => value, [...parameters]));
  }
  let tree: Node | undefined;
  // Visitors that are added run before twing's own, which would lower the tree; they get an empty one.
  environment.addNodeVisitor({
    enterNode: (node) => node,
    leaveNode: (node) => {
      if (node.type !== 'template') return node;
      tree = node as unknown as Node;
      return emptyTemplate(twing);
    },
  });
  return {
    environment,
    parse(source) {
      quietly(() => environment.parse(environment.tokenize(twing.createSource('text', source))));
      return tree!;
    },
  };
}

function emptyTemplate(twing: typeof Twing): Twing.TwingTemplateNode {
  // An empty node holds no blocks, macros or traits, whatever their type.
  const none = (): Twing.TwingBaseNode<null, Record<never, never>, never> => twing.createNode() as never;
  return twing.createTemplateNode(
    twing.createNode(),
    null,
    none(),
    none(),
    none(),
    [],
    twing.createSource('text', ''),
    1,
    1,
  );
}

type Callable = { readonly acceptedArguments: readonly Twing.TwingCallableArgument[]; readonly isVariadic: boolean };

function tableOf(
  environment: Twing.TwingSynchronousEnvironment,
  kind: 'filter' | 'function' | 'test',
): ReadonlyMap<string, Callable> {
  return { filter: environment.filters, function: environment.functions, test: environment.tests }[kind];
}

function parametersOf(callable: Callable | undefined): Parameters | undefined {
  if (!callable) return undefined;
  const accepted = callable.acceptedArguments;
  const required = accepted.filter(({ defaultValue }) => defaultValue === undefined).length;
  return { names: accepted.map(({ name }) => name), required, variadic: callable.isVariadic };
}

/* eslint-disable no-restricted-globals -- twing itself speaks there, and is made to be quiet */
/** Twig 1 and 2 syntax is what the CRM's letters are written in; twing says on the console that it is old. */
function quietly(parse: () => unknown): void {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    parse();
  } finally {
    console.warn = warn;
  }
}
