import type { Scenario } from 'lockstep/scenario';
import { expect, test } from 'vitest';
import { suggestedTarget, targetOf, withTarget } from '../../src/curves/target.js';

const scenario = (slo?: string) => ({ slo }) as Scenario;

test('the target is the one of the E2E latency', () => {
  expect(targetOf(scenario())).toBeNull();
  expect(targetOf(scenario('ttft=200ms'))).toBeNull();
  expect(targetOf(scenario('e2e=2s,ttft=200ms'))).toBe(2000);
});

test('moving it keeps the other targets, removing the last one leaves none', () => {
  expect(targetOf(scenario(withTarget(scenario('e2e=2s'), 1234)))).toBe(1200);
  expect(withTarget(scenario('ttft=200ms'), 500)).toContain('ttft=');
  expect(withTarget(scenario('e2e=2s,ttft=200ms'), null)).not.toContain('e2e=');
  expect(withTarget(scenario('e2e=2s'), null)).toBeUndefined();
});

test('a target never falls below a millisecond', () => {
  expect(targetOf(scenario(withTarget(scenario(), 0.01)))).toBe(1);
});

test('the first one lies above what the run does', () => {
  expect(suggestedTarget(null)).toBe(1100);
});
