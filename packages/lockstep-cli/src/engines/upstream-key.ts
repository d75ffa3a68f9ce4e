import { UsageError } from '../failure.js';

/** A key for whatever upstream the command line names; OpenAI's own variable is for OpenAI alone. */
const UPSTREAM_KEY_VARIABLE = 'LOCKSTEP_UPSTREAM_KEY';
const OPENAI_KEY_VARIABLE = 'OPENAI_API_KEY';

/** Help for `--upstream-key-env`. */
export const UPSTREAM_KEY_HELP =
  'the variable of the environment that has the key for an upstream (openai:URL)\n' +
  `(default: ${UPSTREAM_KEY_VARIABLE}; for https://api.openai.com ${OPENAI_KEY_VARIABLE})`;

/**
 * The key for an upstream. Keys stand in the environment, where no list of processes shows them.
 * @param url of the upstream
 * @param variable as `--upstream-key-env` names it; undefined without the option
 * @returns undefined where there is none
 * @throws UsageError when the variable that was named is not set
 */
export function upstreamKey(
  url: string,
  variable: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (variable !== undefined) {
    const key = environment[variable];
    if (key) return key;
    throw new UsageError(
      `--upstream-key-env: expected a variable of the environment with a key, got ${JSON.stringify(variable)}, ` +
        `which is ${key === undefined ? 'not set' : 'empty'}`,
    );
  }
  const openAiKey = isOpenAi(url) ? environment[OPENAI_KEY_VARIABLE] : undefined;
  return openAiKey || environment[UPSTREAM_KEY_VARIABLE] || undefined;
}

function isOpenAi(url: string): boolean {
  return URL.canParse(url) && new URL(url).origin === 'https://api.openai.com';
}
