import type { OpenAI } from 'openai';
import { importPeer } from '../peers.js';
import { boundedFetch } from './bounded-fetch.js';
import type { CompleteOptions } from './openai-options.js';

/**
 * The official client, set up for one upstream. Its requests go through Node's fetch, which keeps connections open.
 * @throws EngineError when the package is not installed
 */
export async function connect(options: CompleteOptions): Promise<OpenAI> {
  const { OpenAI } = await importPeer('openai', () => import('openai'));
  return withoutEnvironment(
    () =>
      new OpenAI({
        baseURL: options.baseURL,
        fetch: boundedFetch(options),
        // Whether and when a request is sent again is decided by the row: the client would wait as long as it is told to.
        maxRetries: 0,
        // Silence is watched by the row, within the answer too.
        timeout: options.timeoutMs + 1000,
        apiKey: options.apiKey ?? 'none',
        ...(options.apiKey === undefined && { defaultHeaders: { Authorization: null } }),
        // Failures are told to the caller.
        logLevel: 'off',
      }),
  );
}

/**
 * The client reads its own variables of the environment as it is made, and would send keys, headers and names of an
 * organization that are meant for OpenAI to any upstream.
 */
function withoutEnvironment<Result>(make: () => Result): Result {
  const names = Object.keys(process.env).filter((name) => /^OPENAI_/i.test(name));
  const kept = names.map((name) => [name, process.env[name]!] as const);
  for (const name of names) delete process.env[name];
  try {
    return make();
  } finally {
    for (const [name, value] of kept) process.env[name] = value;
  }
}
