import { bounded } from '../bounded-text.js';

/** Most characters of an upstream's words in an error, for a log and for a client. */
const MOST_LOGGED = 1000;
const MOST_SHARED = 300;

/** What is not told to clients. In this order: a URL may have an address in it. */
const PRIVATE: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]+/gi, '[URL]'],
  [/\b(bearer|basic)\s+\S+/gi, '$1 [key]'],
  [
    /\b(sk|pk|rk|hf|ghp|gsk|xai|key|token|secret|password|api[_-]?key)([-_]|["']?\s*[=:]\s*["']?)[^\s"',;)]+/gi,
    '[key]',
  ],
  [/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, '[address]'],
  [/(?<![\w:])\[?(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}\]?(:\d+)?(?![\w:])/gi, '[address]'],
  [
    /\b(localhost|[a-z0-9-]+(\.[a-z0-9-]+)*\.(internal|local|lan|cluster|svc|corp|intra|home)[a-z0-9.-]*)(:\d+)?/gi,
    '[address]',
  ],
  [/\b[a-z0-9-]+(\.[a-z0-9-]+)*:\d{2,5}\b/gi, '[address]'],
  [/(?<![\w/])(~|\.{0,2}\/[\w.@-]+)(\/[\w.@-]+)+/g, '[path]'],
  // Keys without a name: long runs of letters and digits.
  [/\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{24,}\b/gi, '[key]'],
];

/** An upstream's words for a log: on one line, bounded, without the key that was sent to it. */
export function forLog(text: string, apiKey: string | undefined): string {
  return bounded(withoutKey(text, apiKey), MOST_LOGGED);
}

/** An upstream's words for a client: like those for a log, shorter, and without addresses, paths and keys. */
export function forClient(text: string, apiKey: string | undefined): string {
  const kept = PRIVATE.reduce(
    (rest, [pattern, instead]) => rest.replace(pattern, instead),
    forLog(text, apiKey),
  );
  return bounded(kept, MOST_SHARED);
}

function withoutKey(text: string, apiKey: string | undefined): string {
  return apiKey === undefined ? text : text.slice(0, 2 * MOST_LOGGED).replaceAll(apiKey, '[key]');
}
