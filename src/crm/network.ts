import { CrmError } from './errors.js';
import type { AnswerContext } from './decode.js';

interface Meaning {
  readonly says: string;
  /** The request never left, so that nothing can have happened. */
  readonly unsent?: boolean;
  readonly hopeless?: boolean;
  readonly cure?: string;
}

const meanings: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: { says: 'nobody listens there', unsent: true, cure: 'Check the url and that the server runs.' },
  ENOTFOUND: {
    says: 'the name does not exist',
    unsent: true,
    hopeless: true,
    cure: 'Check the url of the environment in crmctl.yaml.',
  },
  EAI_AGAIN: {
    says: 'the name cannot be looked up now',
    unsent: true,
    cure: 'Check the network connection of this machine.',
  },
  EHOSTUNREACH: { says: 'there is no way to it', unsent: true, cure: 'Check the network connection of this machine.' },
  ENETUNREACH: { says: 'there is no network', unsent: true, cure: 'Check the network connection of this machine.' },
  UND_ERR_CONNECT_TIMEOUT: {
    says: 'it does not answer the connection',
    unsent: true,
    cure: 'Check the url and the firewall.',
  },
  EACCES: { says: 'this machine does not let us connect', unsent: true, hopeless: true },
};

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|SSL|EPROTO/;

/** What a failed exchange means: no connection, a cut one, no answer in time, or bytes that are no HTTP. */
export function networkError(thrown: unknown, where: string, context: AnswerContext): CrmError {
  const code = codeOf(thrown);
  const shared = { request: context.request, cause: thrown };
  const start = `${context.request}: ${context.server} at ${where}`;
  const meaning = meanings[code];
  if (meaning !== undefined) {
    return new CrmError(`${start} is not reachable: ${meaning.says}`, {
      ...shared,
      reason: 'network',
      ambiguous: context.writes && meaning.unsent !== true,
      ...(meaning.hopeless && { hopeless: true }),
      ...(meaning.cure !== undefined && { cure: meaning.cure }),
    });
  }
  if (certificate.test(code)) {
    const cure = 'Check the address; for an own certificate authority set NODE_EXTRA_CA_CERTS.';
    return new CrmError(`${start} has no valid certificate (${code})`, {
      ...shared,
      reason: 'network',
      hopeless: true,
      cure,
    });
  }
  if (code === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(code)) {
    return new CrmError(`${start} did not answer in time`, { ...shared, reason: 'timeout', ambiguous: context.writes });
  }
  if (/^(HPE_|HTTPParserError)/.test(code) || code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    const cure = 'Check the url and the port: another service seems to listen there.';
    return new CrmError(`${start} answered with something that is not HTTP`, {
      ...shared,
      reason: 'malformed',
      ambiguous: context.writes,
      cure,
    });
  }
  return new CrmError(`${start}: the connection was cut (${code})`, {
    ...shared,
    reason: 'network',
    ambiguous: context.writes,
  });
}

/** Node gives the code on the error, on its cause, or (several addresses tried) on the first of its errors. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { code } = thrown as NodeJS.ErrnoException; // only errors of the system carry one
  if (typeof code === 'string') return code;
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return codeOf(thrown.errors[0]);
  return thrown.cause instanceof Error ? codeOf(thrown.cause) : thrown.name;
}
