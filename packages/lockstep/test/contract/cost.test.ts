import fc from 'fast-check';
import {
  affine,
  type BatchShape,
  type BatchTime,
  type CostModel,
  exponential,
  KERNEL_FITS,
  kernels,
  mock,
  MODELS,
  parseTable,
  roofline,
  table,
  TABLE_PRESETS,
} from 'lockstep/cost';
import { describe, expect, test } from 'vitest';
import { anyOutput, anyPrompts, shapeOf } from '../cost/batches.js';

/** Why a model is let off a clause of the contract. */
interface Skips {
  readonly largerBatch?: string;
  readonly longerPrompt?: string;
}

const NOISE = 'measured medians keep their noise: some fall where they should rise';

/** Every cost model with its defaults and with its options, and every preset. */
const CASES: readonly (readonly [model: CostModel, skips?: Skips])[] = [
  [mock(), { largerBatch: 'the study’s model gives a larger batch a shorter time (until f reaches 0.5)' }],
  [mock({ tokenMs: 0 })],
  [affine({})],
  [affine({ prefillMs: 50, prefillPerRowMs: 10, stepMs: 20, stepPerRowMs: 0.5 })],
  [affine({ prefillPerTokenMs: 0.05, stepMs: 10, stepPerTokenMs: 0.0001 })],
  [exponential({ meanMs: 1000 })],
  [exponential({ meanMs: 0 })],
  ...Object.keys(KERNEL_FITS).flatMap((fit): [CostModel][] => [
    [kernels(fit)],
    [kernels(fit, { padding: 'packed', hostOverheadMs: 1, hostOverheadFactor: 1.08 })],
  ]),
  ...Object.keys(TABLE_PRESETS).map((name): [CostModel, Skips] => [
    table(name),
    { largerBatch: NOISE, longerPrompt: NOISE },
  ]),
  [
    table(
      parseTable('batch_size,prompt_tokens,prefill_ms,step_ms\n1,10,5,2\n8,10,30,3\n8,900,400,4', 'a.csv'),
      {
        name: 'table:a.csv',
      },
    ),
  ],
  // One H200 is too small for the largest batches here, so eight of them stand for the hardware.
  ...Object.keys(MODELS).map((model): [CostModel] => [roofline({ gpu: 'h200', gpus: 8, model })]),
  [
    roofline({
      gpu: 'h200',
      gpus: 8,
      model: 'llama-3-8b',
      computeEfficiency: 0.66,
      bandwidthEfficiency: 0.81,
      stepOverheadMs: 3.36,
      padding: 'packed',
    }),
  ],
];

describe.each(CASES.map(([model, skips]) => ({ name: model.name, model, skips })))(
  '$name',
  ({ model, skips }) => {
    const check = (judge: (shape: BatchShape, prompts: number[], output: number) => void) =>
      fc.assert(
        fc.property(anyPrompts, anyOutput, (prompts, output) =>
          judge(shapeOf(prompts, output), prompts, output),
        ),
      );

    /** Never less, but for the last bits of the arithmetic. */
    const atLeast = (ms: number, least: number) => expect(ms).toBeGreaterThanOrEqual(least * (1 - 1e-12));

    test('a batch takes a finite time ≥ 0, and ends exactly with its longest row’s last token', () => {
      check((shape, _prompts, output) => {
        const time = model.time(shape);
        expect(time.durationMs).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(time.durationMs)).toBe(true);
        expect(time.tokenMs(output)).toBe(time.durationMs);
      });
    });

    test('tokens never come before their predecessors, nor before the batch starts', () => {
      check((shape, _prompts, output) => {
        const time = model.time(shape);
        let before = 0;
        let falls = 0;
        for (let k = 1; k <= output; k++) {
          const ms = time.tokenMs(k);
          if (!(ms >= before)) falls++;
          before = ms;
        }
        expect(falls).toBe(0);
      });
    });

    test('the same batch takes the same time again, whatever the caller does with its shape in between', () => {
      check((shape, prompts, output) => {
        const reused = { ...shape };
        const time = model.time(reused);
        const instants = tokens(time, output);
        Object.assign(reused, {
          size: 1,
          longestPrompt: 1,
          longestOutput: 1,
          promptTokens: 1,
          squaredPromptTokens: 1,
        });
        model.time(reused);
        expect(tokens(time, output)).toEqual(instants);
        expect(tokens(model.time(shapeOf(prompts, output)), output)).toEqual(instants);
      });
    });

    test('a longer output never takes less', () => {
      check((shape, prompts, output) => {
        atLeast(model.time(shapeOf(prompts, output + 1)).durationMs, model.time(shape).durationMs);
      });
    });

    test.skipIf(skips?.longerPrompt)(
      `a longer prompt never takes less${because(skips?.longerPrompt)}`,
      () => {
        check((shape, prompts, output) => {
          const longer = model.time(shapeOf([prompts[0]! + 100, ...prompts.slice(1)], output));
          atLeast(longer.durationMs, model.time(shape).durationMs);
        });
      },
    );

    test.skipIf(skips?.largerBatch)(`a larger batch never takes less${because(skips?.largerBatch)}`, () => {
      check((shape, prompts, output) => {
        atLeast(model.time(shapeOf([...prompts, 50], output)).durationMs, model.time(shape).durationMs);
      });
    });

    test.skipIf(!model.sampler)(
      'two samplers of one seed agree, and interleaving them changes nothing',
      () => {
        const one = model.sampler!(11);
        const other = model.sampler!(11);
        const alone = model.sampler!(11);
        const expected = Array.from({ length: 50 }, () => alone(shapeOf([5], 3)).durationMs);
        for (const ms of expected) {
          expect(one(shapeOf([5], 3)).durationMs).toBe(ms);
          expect(other(shapeOf([5], 3)).durationMs).toBe(ms);
        }
      },
    );

    test.skipIf(!model.sampler)('a sampled batch ends exactly with its last token', () => {
      const sample = model.sampler!(3);
      check((shape, _prompts, output) => {
        const time = sample(shape);
        expect(time.tokenMs(output)).toBe(time.durationMs);
        expect(time.durationMs).toBeGreaterThanOrEqual(0);
      });
    });
  },
);

test('no two models share a name', () => {
  const names = CASES.map(([model]) => model.name);
  expect(new Set(names).size).toBe(names.length);
});

function tokens(time: BatchTime, output: number): number[] {
  return [1, Math.ceil(output / 2), output].map((k) => time.tokenMs(k));
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (skipped: ${reason})`;
}
