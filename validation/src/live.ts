import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A run on an engine by the real clock, and how far its simulation is from it. */
export interface LiveFinding {
  /** The engine in words. */
  readonly engine: string;
  /** The options of `lockstep run` that say what was run. */
  readonly options: string;
  readonly requests: number;
  readonly meanLatencyMs: number;
  readonly meanAbsoluteMs: number;
  readonly largestAbsoluteMs: number;
  readonly batches: number;
  readonly sameBatches: number;
}

const ONNX = 'packages/lockstep/test/fixtures/tiny-prose/tiny-prose-onnx';
const TEXTS = '--prompts mt-bench --temperature 0.8 --output-tokens 96';

/** What is run: an engine without a model, then real ones on the model in the box. */
const RUNS: readonly (readonly [engine: string, options: string])[] = [
  [
    'simulated',
    '--engine simulated --cost mock --batch-size 4 --wait gap:100ms --arrivals constant:2 --requests 20',
  ],
  [
    'simulated',
    '--engine simulated --cost affine:prefill=20ms,step=5ms --wait oldest:20ms --rate 8 --requests 150 --release request',
  ],
  ['llama.cpp', `--engine llama --wait oldest:20ms --rate 6 --requests 100 ${TEXTS}`],
  ['llama.cpp', `--engine llama --wait none --arrivals closed:8 --requests 200 ${TEXTS}`],
  ['ONNX', `--engine onnx:${ONNX} --wait oldest:20ms --rate 3 --requests 60 ${TEXTS}`],
];

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = fileURLToPath(new URL('../../packages/lockstep-cli/bin/lockstep.js', import.meta.url));
const execute = promisify(execFile);

/** Makes all live runs, one after another. @param tell is told what has been done */
export async function runLive(tell: (progress: string) => void): Promise<LiveFinding[]> {
  const findings: LiveFinding[] = [];
  for (const [engine, options] of RUNS) {
    const words = ['run', ...options.split(' '), '--json', '--compare'];
    const { stdout } = await execute(process.execPath, [MAIN, ...words], { cwd: ROOT });
    const { comparison, e2eLatencyMs } = JSON.parse(stdout) as LiveDocument;
    findings.push({ engine, options, meanLatencyMs: e2eLatencyMs.mean, ...comparison });
    tell(`live run on ${engine}`);
  }
  return findings;
}

/** What is read of the document of `lockstep run --json --compare`. */
interface LiveDocument {
  readonly e2eLatencyMs: { readonly mean: number };
  readonly comparison: Omit<LiveFinding, 'engine' | 'options' | 'meanLatencyMs'>;
}
