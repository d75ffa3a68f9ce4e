import { isIP } from 'node:net';
import { ScenarioError } from 'lockstep/scenario';
import type { Listener } from './listener.js';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.|localhost$)/;
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '::1'];

/** Of every host. */
export const ANY_HOST = '*';

/** Whether only this machine reaches what listens there. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * A name or an address as a header or an option writes it, in the form in which two are compared: lower case, without
 * port, brackets and final dot.
 * @returns null for text that is no host
 */
export function hostName(text: string): string | null {
  const [, address, name] = /^(?:\[([\da-f:.]+)\]|([^\s:/@\\[\]]+?)\.?)(?::\d*)?$/i.exec(text) ?? [];
  return (address ?? name)?.toLowerCase() ?? null;
}

/**
 * Reads a host that `Host` headers may name.
 * @throws ScenarioError for anything but a name or an address without a port, or `*` for any
 */
export function allowedHost(text: string): string {
  if (text === ANY_HOST || isIP(text) !== 0) return text.toLowerCase();
  const name = /:\d*$/.test(text) ? null : hostName(text);
  if (name !== null) return name;
  throw new ScenarioError(
    `expected a host name or an address without port, such as llm.example, or * for any, got ${JSON.stringify(text)}`,
  );
}

/**
 * Makes the check of the header `Host`. A page of another origin may have a name that resolves to this machine; the
 * browser then lets it read every answer, but names it in `Host`.
 *
 * A server on a loopback address answers to `localhost`, `127.0.0.1`, `[::1]`, the host that it was told to listen on,
 * and the allowed ones. One on another address is meant to be reached by others, under names that it need not know: it
 * checks only if hosts are allowed explicitly, and answers to every address, since no page's name can be one. Requests
 * without the header are answered: every browser sends it.
 *
 * @param allowed as `allowedHost` gives them
 * @returns what to tell the client; null for a request that is to be answered
 */
export function hostCheck(
  listener: Listener,
  allowed: readonly string[],
): (host: string | undefined) => string | null {
  const known = new Set([...LOOPBACK_NAMES, ...allowed]);
  if (known.has(ANY_HOST)) return () => null;
  return (host) => {
    const address = listener.boundTo;
    const onLoopback = address !== null && isLoopback(address);
    if (host === undefined || !(onLoopback || (address !== null && allowed.length > 0))) return null;
    const name = hostName(host);
    if (name !== null && (known.has(name) || name === listener.host)) return null;
    if (name !== null && !onLoopback && isIP(name) !== 0) return null;
    return (
      'Host: expected localhost, 127.0.0.1, [::1] or an allowed host (--allowed-host NAME, allowedHosts), got ' +
      JSON.stringify(host)
    );
  };
}
