// The main job, `npm start`: the study that this project grew from, and a real trace on a real GPU, into one report.
// It is `lockstep sweep examples/scenarios/… --out report/`, and a word on what comes next.
import { buildStale } from './build-stale.mjs';
import { NEXT_STEPS } from './next-steps.mjs';

const SCENARIOS = [
  'study-30-requests',
  'study-100000-requests',
  'study-100000-random',
  'azure-chat-on-one-a100',
];

buildStale();
const { run } = await import('../packages/lockstep-cli/dist/program.js');
await run(['sweep', ...SCENARIOS.map((name) => `examples/scenarios/${name}.yaml`), '--out', 'report/']);

console.log(NEXT_STEPS);
