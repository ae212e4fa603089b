import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { systemCode, unreachedBecause } from '../model/unreached.js';

/** Where something listens. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
}

const patience = 5000;

/** Opens a connection and closes it again, without a word: why nobody can be reached there, or `undefined`. */
export function unreachable({ host, port, secure }: Endpoint): Promise<string | undefined> {
  return new Promise((settle) => {
    const socket = secure ? connectTls({ host, port, servername: host }) : connect({ host, port });
    const end = (problem?: string): void => {
      socket.destroy();
      settle(problem);
    };
    socket.setTimeout(patience, () => end(`no answer within ${patience / 1000} s`));
    socket.once('error', (error) => {
      const code = systemCode(error) ?? '';
      end(unreachedBecause(code) ?? (error.message || code));
    });
    socket.once(secure ? 'secureConnect' : 'connect', () => end());
  });
}

/** Where a Channel or a Connection with its variables filled in connects to; `undefined` when it says nothing about it. */
export function endpointOf(spec: Readonly<Record<string, unknown>>): Endpoint | undefined {
  const { url, host, port, secure } = spec;
  if (typeof url === 'string' && URL.canParse(url)) {
    const { protocol, hostname, port: given } = new URL(url);
    const isSecure = protocol === 'https:';
    return { host: hostname, port: given === '' ? (isSecure ? 443 : 80) : Number(given), secure: isSecure };
  }
  if (typeof host !== 'string') return undefined;
  const isSecure = secure === true;
  return { host, port: Number(port ?? (isSecure ? 465 : 587)), secure: isSecure };
}
