import { parseArrivals, type Scenario } from 'lockstep/scenario';
import { ARRIVAL_SHAPES } from './arrival-shapes.js';
import { useOption } from './use-option.js';
import { RATES } from './ladder.js';
import { ParamRow } from './param-row.js';
import { ControlGroup } from './control-group.js';
import { chosenOf } from './shape.js';
import { useId } from 'preact/hooks';

/** Requests per second; nothing where arrivals have no rate. */
export function RateControl() {
  const id = useId();
  const { shown, error, wish, settle } = useOption(['rate', 'arrivals', 'trace'], ({ rate, arrivals }) => ({
    arrivals,
    text: written(rate ?? (arrivals === undefined ? null : parseArrivals(arrivals).build(null).rate)),
  }));
  const { arrivals } = shown;
  const how = arrivals === undefined ? 'scales' : parseArrivals(arrivals).rate;
  if (how === 'none') return null;
  const take = (text: string) => {
    // Arrivals that name their rate would contradict it.
    const unrated = how === 'named' ? chosenOf(ARRIVAL_SHAPES, arrivals!) : null;
    wish(
      { arrivals, text },
      {
        rate: text === '' ? undefined : text,
        ...(unrated && { arrivals: unrated.shape.write(unrated.params) }),
      },
    );
  };
  const errorId = `${id}-error`;
  return (
    <ControlGroup option="rate" label={null} error={error} errorId={errorId} onLeave={settle}>
      <ParamRow
        id={id}
        param={{ name: 'rate', label: 'Requests per second', ladder: RATES }}
        value={shown.text}
        placeholder="own"
        hint={arrivals === undefined ? 'The trace is scaled to it; empty: its own timing' : undefined}
        invalid={error !== null}
        describedBy={error === null ? undefined : errorId}
        onValue={take}
      />
    </ControlGroup>
  );
}

/** Without the digits that rounding leaves: 1.1749999999998 is 1.175. */
function written(rate: Scenario['rate'] | null): string {
  return typeof rate === 'number' ? String(Number(rate.toPrecision(12))) : String(rate ?? '');
}
