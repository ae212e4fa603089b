import { isObject } from '../model/json.js';
import { CrmError, type CrmErrors, type CrmReason } from './errors.js';

/** An HTTP answer as it arrived. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface AnswerContext {
  /** `GET orders` */
  readonly request: string;
  /** A lost or unreadable answer may hide that the request was carried out. */
  readonly writes: boolean;
  /** Who answers: `the CRM`, `the automation API`. */
  readonly server: string;
  /** What to do about a refused key. */
  readonly keyCure: string;
}

/** The body of a success, or the error that the answer means. */
export function decodeAnswer(answer: RawAnswer, context: AnswerContext): Readonly<Record<string, unknown>> | CrmError {
  const body = parse(answer.text);
  const good = answer.status >= 200 && answer.status < 300;
  if (good && isObject(body) && body['success'] !== false) return body;
  if (good && !isObject(body)) return unreadable(answer, context);
  if (answer.status >= 300 && answer.status < 400) return redirected(answer, context);
  return refused(answer, isObject(body) ? body : undefined, context);
}

function refused(
  answer: RawAnswer,
  body: Readonly<Record<string, unknown>> | undefined,
  context: AnswerContext,
): CrmError {
  const { status } = answer;
  const errors = errorsOf(body?.['errors']);
  const said = typeof body?.['errorMsg'] === 'string' ? body['errorMsg'] : described(answer);
  const reason = reasonOf(status, said);
  const cure = cureOf(answer, reason, said, context);
  const details = listed(errors);
  const retryAfter = reason === 'limit' ? retryAfterOf(answer) : undefined;
  return new CrmError(
    `${context.request}: ${capital(context.server)} ${verbs[reason]}: ${said}${details} (HTTP ${status})`,
    {
      reason,
      status,
      request: context.request,
      ambiguous: context.writes && (reason === 'server' || reason === 'malformed'),
      ...(errors !== undefined && { errors }),
      ...(body !== undefined && { answer: body }),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(cure !== undefined && { cure }),
    },
  );
}

function cureOf(answer: RawAnswer, reason: CrmReason, said: string, context: AnswerContext): string | undefined {
  if (isElsewhere(answer))
    return 'An HTML page instead of JSON: no such account, or something else answers there. Check the url of the environment.';
  if (reason === 'denied') return 'Give the key this right in the CRM: settings of the API key.';
  if (reason === 'auth') return context.keyCure;
  if (reason === 'not-found' && /^account/i.test(said)) return 'Check the url of the environment.';
  return /^Parameter 'site' is missing/.test(said)
    ? 'The key sees several shops: name one, crm.site of the environment.'
    : undefined;
}

const verbs: Readonly<Record<CrmReason, string>> = {
  auth: 'does not accept the key',
  denied: 'does not let this key do this',
  'not-found': 'does not know this',
  invalid: 'refuses the data',
  conflict: 'was changed by somebody else',
  limit: 'is busy',
  network: 'is not reachable',
  timeout: 'did not answer in time',
  server: 'failed',
  malformed: 'answered with something else than its API',
};

/** A good key without the right and a bad key share 403; only their words differ. */
function reasonOf(status: number, said: string): CrmReason {
  if (status === 403 && /^access denied/i.test(said)) return 'denied';
  if (status === 401 || status === 403) return 'auth';
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  if (status === 429 || status === 503) return 'limit';
  if (status >= 500) return 'server';
  return 'invalid';
}

function redirected(answer: RawAnswer, context: AnswerContext): CrmError {
  const target = headerOf(answer, 'location') ?? 'another address';
  return new CrmError(`${context.request}: ${context.server} redirects to ${target} (HTTP ${answer.status})`, {
    reason: 'malformed',
    status: answer.status,
    request: context.request,
    cure: 'Set the url of the environment to the address that it redirects to; the key is not sent there by itself.',
  });
}

function unreadable(answer: RawAnswer, context: AnswerContext): CrmError {
  return new CrmError(
    `${context.request}: ${context.server} ${verbs.malformed}: ${described(answer)} (HTTP ${answer.status})`,
    {
      reason: 'malformed',
      status: answer.status,
      request: context.request,
      ambiguous: context.writes,
      ...(looksLikeHtml(answer.text) && {
        cure: 'Check the url of the environment: it must be the address of the CRM itself.',
      }),
    },
  );
}

/** What arrived, for people: `an HTML page "Maintenance"`, `an empty answer`, `JSON that breaks off after 120 characters`. */
function described(answer: RawAnswer): string {
  const text = answer.text.trim();
  if (text === '') return 'an empty answer';
  if (looksLikeHtml(text)) {
    const title = /<title>\s*([^<]*?)\s*<\/title>/i.exec(text)?.[1];
    return title === undefined || title === '' ? 'an HTML page' : `an HTML page "${title.slice(0, 80)}"`;
  }
  if (/^[[{]/.test(text) && parse(text) === undefined)
    return `JSON that breaks off or is damaged (${text.length} characters)`;
  return `"${text.slice(0, 80)}${text.length > 80 ? '…' : ''}"`;
}

function looksLikeHtml(text: string): boolean {
  return /^\s*<(!doctype|html|head|body|center)/i.test(text);
}

/** A web site knows neither path nor method, and a firewall lets nobody in: both say so to people. */
function isElsewhere(answer: RawAnswer): boolean {
  return [403, 404, 405].includes(answer.status) && looksLikeHtml(answer.text);
}

function errorsOf(value: unknown): CrmErrors | undefined {
  if (Array.isArray(value)) return value.map(sentence);
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([field, text]) => [field, sentence(text)]));
}

/** Symfony nests lists of sentences below fields. */
function sentence(value: unknown): string {
  if (Array.isArray(value)) return value.map(sentence).join(', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function listed(errors: CrmErrors | undefined): string {
  if (errors === undefined) return '';
  const sentences = Array.isArray(errors)
    ? (errors as readonly string[]) // Array.isArray does not narrow a readonly list
    : Object.entries(errors).map(([field, text]) => (/^\d+$/.test(field) ? text : `${field}: ${text}`));
  return sentences.length === 0 ? '' : `: ${sentences.join('; ')}`;
}

/** `Retry-After` in seconds or as an HTTP date (measured against the answer's own `Date`), in milliseconds. */
function retryAfterOf(answer: RawAnswer): number | undefined {
  const value = headerOf(answer, 'retry-after');
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value) - Date.parse(headerOf(answer, 'date') ?? '');
  return Number.isNaN(until) ? undefined : Math.max(0, until);
}

export function headerOf(answer: Pick<RawAnswer, 'headers'>, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
