import { inWords, lossesInWords } from 'lockstep/metrics';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Stretch } from '../../state/lab.js';
import type { TimelineState } from '../control/timeline-state.js';
import { count } from '../../words/numbers.js';
import { instant } from '../story/words.js';

/** Text is not written while the stretch moves; how long it has to rest before (ms). */
const REST_MS = 250;

/** The picture in words, for those who do not see it. */
export function Facts({ state }: { readonly state: TimelineState }) {
  const inSight = useSignal<Stretch | null>(null);
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | undefined;
    const stop = state.stretch.subscribe((stretch) => {
      clearTimeout(rest);
      rest = setTimeout(() => (inSight.value = stretch), REST_MS);
    });
    return () => {
      clearTimeout(rest);
      stop();
    };
  }, []);
  const run = state.run.value;
  if (run === null) return <p id="timeline-facts" class="visually-hidden" />;
  const { point } = run.shown;
  const { log } = run;
  const { from, to } = inSight.value ?? state.stretch.peek();
  const losses = lossesInWords(point.requests);
  const text =
    `${count(log.requestCount)} requests in ${count(log.batchCount)} batches over ` +
    `${inWords(run.lengthMs)}. On average a request is blocked for ${inWords(point.blockedMs.mean)}, forming for ` +
    `${inWords(point.formingMs.mean)} and held for ${inWords(point.heldMs.mean)}; its latency is ` +
    `${inWords(point.e2eLatencyMs.mean)}. ${losses.length === 0 ? '' : `Without an answer: ${losses.join(', ')}. `}` +
    `In sight: ${instant(from)} to ${instant(to)}.`;
  return (
    <p id="timeline-facts" class="visually-hidden">
      {text}
    </p>
  );
}
