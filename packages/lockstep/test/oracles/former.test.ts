import { oldest, window } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { run } from 'lockstep/simulation';
import { fixed, generatedWorkload, poisson } from 'lockstep/workload';
import { expect, test } from 'vitest';
import { number, readReference } from '../../../../validation/src/reference.js';

const formers = readReference().items.filter(({ id }) => id === 'former');

test.each(formers)(
  'while the engine is always free, oldest and window decide alike: $inputs',
  ({ inputs }) => {
    const waitMs = number(inputs, 'T') * 1000;
    const [first, second] = [oldest(waitMs), window(waitMs)].map((wait) =>
      run({
        wait,
        maxBatchSize: number(inputs, 'B'),
        cost: affine({}),
        workload: generatedWorkload({ arrivals: poisson(1), outputTokens: fixed(1), count: 5_000, seed: 1 }),
      }),
    );
    expect([...first!.log.records()]).toEqual([...second!.log.records()]);
  },
);
