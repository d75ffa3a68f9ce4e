import type { OpenAI } from 'openai';
import { EngineError } from '../errors.js';
import type { CompleteOptions } from './options.js';

/**
 * The official client, set up for one upstream. Its requests go through Node's fetch, which keeps connections open.
 * @throws EngineError when the package is not installed
 */
export async function connect(options: CompleteOptions): Promise<OpenAI> {
  const { OpenAI } = await importPackage();
  return new OpenAI({
    baseURL: options.baseURL,
    maxRetries: options.maxRetries,
    timeout: options.timeoutMs,
    // Given explicitly, so that no variable of the environment is sent to whatever upstream this is.
    apiKey: options.apiKey ?? 'none',
    organization: null,
    project: null,
    ...(options.apiKey === undefined && { defaultHeaders: { Authorization: null } }),
    // Failures are told to whoever asked.
    logLevel: 'off',
  });
}

async function importPackage(): Promise<{ OpenAI: typeof OpenAI }> {
  try {
    return await import('openai');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new EngineError('openai is not installed; install it with: npm install openai@6.49.0', {
      cause: error,
    });
  }
}
