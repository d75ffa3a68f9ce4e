// One bad request fails alone: the batch is split and re-run until the failing item has failed alone.
import { createBatcher } from 'lockstep/batcher';
import { none } from 'lockstep/core';

const batcher = createBatcher({
  run: async (numbers: number[]) => {
    console.log(`run of ${numbers.join(', ')}`);
    if (numbers.includes(13)) throw new Error('13 breaks the engine');
    return numbers.map((number) => number ** 2);
  },
  maxBatchSize: 4,
  wait: none(),
});

const answers = await Promise.allSettled([11, 12, 13, 14].map((number) => batcher.submit(number)));
for (const answer of answers) {
  console.log(answer.status === 'fulfilled' ? answer.value : answer.reason.message);
}

// Prints:
//   run of 11, 12, 13, 14
//   run of 11, 12
//   run of 13, 14
//   run of 13
//   run of 14
//   121
//   144
//   13 breaks the engine
//   196
