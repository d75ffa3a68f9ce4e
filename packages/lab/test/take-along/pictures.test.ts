import { RUN_CHARTS, SWEEP_CHARTS } from 'lockstep-cli/charts';
import { expect, test } from 'vitest';
import { RUN_PICTURES, SWEEP_PICTURES } from '../../src/take-along/pictures.js';

const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);
const charts = (all: readonly { readonly chart: string }[]) => all.map(({ chart }) => chart);

test('every chart can be taken along', () => {
  expect(charts(RUN_PICTURES)).toEqual(names(RUN_CHARTS));
  expect(charts(SWEEP_PICTURES)).toEqual(names(SWEEP_CHARTS));
});
