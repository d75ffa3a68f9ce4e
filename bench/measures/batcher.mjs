import DataLoader from 'dataloader';
import { createBatcher } from 'lockstep/batcher';
import { none } from 'lockstep/core';
import promiseBatcher from 'promise-batcher';
import { inTurnAsync, median, ratio } from '../timing.mjs';

const ITEMS = 200_000;
const CLIENTS = 256;

/** A run that costs nothing. */
const echo = async (items) => items;

const BATCHERS = {
  lockstep: (maxBatchSize) => {
    const batcher = createBatcher({ run: echo, maxBatchSize, wait: none() });
    return (item) => batcher.submit(item);
  },
  dataloader: (maxBatchSize) => {
    const loader = new DataLoader(echo, { maxBatchSize, cache: false });
    return (item) => loader.load(item);
  },
  'promise-batcher': (maxBatchSize) => {
    const batcher = new promiseBatcher.Batcher({ batchingFunction: echo, maxBatchSize, queuingDelay: 0 });
    return (item) => batcher.getResult(item);
  },
};

/** Clients that each ask again as soon as they have their answer. */
async function clients(submit) {
  let next = 0;
  const client = async () => {
    while (next < ITEMS) await submit(next++);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function measure(maxBatchSize) {
  const calls = Object.fromEntries(
    Object.entries(BATCHERS).map(([name, make]) => [name, () => clients(make(maxBatchSize))]),
  );
  const times = await inTurnAsync(calls, 7);
  const rate = (name) => ITEMS / median(times[name]) / 1e6;
  const fastest = rate('dataloader') > rate('promise-batcher') ? 'dataloader' : 'promise-batcher';
  const size = `batches of ${maxBatchSize}`;
  return [
    { what: `${size}: lockstep, one batch at a time`, value: rate('lockstep'), unit: 'M items/s' },
    { what: `${size}: dataloader, all batches at once`, value: rate('dataloader'), unit: 'M items/s' },
    { what: `${size}: promise-batcher`, value: rate('promise-batcher'), unit: 'M items/s' },
    {
      what: `${size}: lockstep / ${fastest}`,
      value: ratio(times[fastest], times.lockstep),
      unit: '×',
      aim: '≥ 1',
    },
  ];
}

export const batcher = {
  name: 'batcher',
  about: `${CLIENTS} clients in closed loops, with a run that costs nothing`,
  run: async () => [...(await measure(8)), ...(await measure(64)), ...(await measure(CLIENTS))],
};
