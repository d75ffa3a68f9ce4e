import type { RequestListener } from 'node:http';
import { hostCheck } from '../http/host-check.js';
import { Listener } from '../http/listener.js';
import { ApiError } from './error-table.js';
import { HEALTH } from './routes/operations.js';

/** When to try again while the model is being loaded. */
const RETRY_MS = 5000;

/**
 * A listener that can be asked while the model is being loaded: it lives, is not ready, and refuses all else with 503.
 * The server that is created on it takes over.
 */
export function loadingListener(
  options: ConstructorParameters<typeof Listener>[0],
  allowedHosts: readonly string[],
): Listener {
  const answer: RequestListener = ({ url = '', headers }, response) => {
    const wrongHost = refusedHost(headers.host);
    const [path] = url.split('?');
    const send = (status: number, body: object, more: object = {}) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...more });
      response.end(JSON.stringify(body));
    };
    if (wrongHost !== null) return refuse(new ApiError('host', wrongHost));
    if (path === `${HEALTH}/live`) return send(200, { status: 'live' });
    if (path === HEALTH || path === `${HEALTH}/ready`) return send(503, { status: 'loading' });
    return refuse(new ApiError('loading', undefined, { retryAfterMs: RETRY_MS }));

    function refuse({ status, body, headers }: ApiError): void {
      send(status, body, headers);
    }
  };
  const listener = new Listener(options, answer);
  const refusedHost = hostCheck(listener, allowedHosts);
  return listener;
}
