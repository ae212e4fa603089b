import { CrmError } from './errors.js';
import type { AnswerContext } from './decode.js';
import { systemCode, unreachedBecause } from '../model/unreached.js';

interface Meaning {
  readonly hopeless?: boolean;
  readonly cure?: string;
}

const meanings: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: { cure: 'Check the url and that the server runs.' },
  ENOTFOUND: { hopeless: true, cure: 'Check the url of the environment in crmctl.yaml.' },
  EAI_AGAIN: { cure: 'Check the network connection of this machine.' },
  EHOSTUNREACH: { cure: 'Check the network connection of this machine.' },
  ENETUNREACH: { cure: 'Check the network connection of this machine.' },
  UND_ERR_CONNECT_TIMEOUT: { cure: 'Check the url and the firewall.' },
  EACCES: { hopeless: true },
};

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|SSL|EPROTO/;

/** What a failed exchange means: no connection, a cut one, no answer in time, or bytes that are no HTTP. */
export function networkError(thrown: unknown, where: string, context: AnswerContext): CrmError {
  const code = codeOf(thrown);
  const shared = { request: context.request, cause: thrown };
  const start = `${context.request}: ${context.server} at ${where}`;
  const says = unreachedBecause(code);
  if (says !== undefined) {
    const { hopeless, cure } = meanings[code] ?? {};
    return new CrmError(`${start} is not reachable: ${says}`, {
      ...shared,
      reason: 'network',
      ambiguous: false,
      ...(hopeless && { hopeless }),
      ...(cure !== undefined && { cure }),
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

function codeOf(thrown: unknown): string {
  return systemCode(thrown) ?? (thrown instanceof Error ? thrown.name : String(thrown));
}
