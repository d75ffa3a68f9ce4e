import { useComputed } from '@preact/signals';
import { useLab } from '../state/lab-context.js';
import { ArrivalsControl } from './arrivals-control.js';
import { REQUESTS } from './ladder.js';
import { LENGTH_SHAPES } from './length-shapes.js';
import { OptionField } from './option-field.js';
import { RateControl } from './rate-control.js';
import { SeedControl } from './seed-control.js';
import { ShapeControl } from './shape-control.js';
import { TrafficSource } from './traffic-source.js';

/** Which requests come, and when: drawn as described, or those of a trace. */
export function TrafficControls() {
  const { scenario } = useLab();
  const isTrace = useComputed(() => scenario.value.trace !== undefined).value;
  return (
    <>
      <TrafficSource />
      {isTrace ? <TraceFields /> : <DescribedFields />}
      <SeedControl />
    </>
  );
}

function DescribedFields() {
  return (
    <>
      <ArrivalsControl />
      <RateControl />
      <OptionField option="requests" ladder={REQUESTS} />
      <ShapeControl option="promptTokens" shapes={LENGTH_SHAPES} as="list" />
      <ShapeControl option="outputTokens" shapes={LENGTH_SHAPES} as="list" />
    </>
  );
}

function TraceFields() {
  return (
    <>
      <RateControl />
      <OptionField option="scale" label="Or times its rate" placeholder="1" />
      <OptionField option="timeUnit" label="Unit of its instants" placeholder="as its format says" />
      <OptionField option="from" placeholder="start, such as 10m" />
      <OptionField option="to" placeholder="end, such as 20m" />
      <OptionField option="first" label="First requests" placeholder="all" />
      <OptionField option="skipFailed" as="flag" label="Leave out requests that failed" />
    </>
  );
}
