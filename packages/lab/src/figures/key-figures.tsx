import { inWords } from 'lockstep/metrics';
import { useLab } from '../state/lab-context.js';

export function KeyFigures() {
  const { run } = useLab();
  if (run.value === null) return null;
  return <p>p99 {inWords(run.value.point.e2eLatencyMs.p99)}</p>;
}
