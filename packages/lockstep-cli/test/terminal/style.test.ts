import { afterEach, expect, test, vi } from 'vitest';
import { openStyle, shown } from '../../src/terminal/style.js';

const stream = (isTTY: boolean, hasColors: boolean) =>
  ({ isTTY, hasColors: () => hasColors }) as unknown as NodeJS.WriteStream;

afterEach(() => vi.unstubAllEnvs());

test('colors stand on a terminal that has them, and are taken back', () => {
  vi.stubEnv('NO_COLOR', '');
  expect(shown(openStyle(stream(true, true)).red('unstable'))).toBe('\x1b[31munstable\x1b[39m');
});

test('not in a pipe, not on a terminal without them, not where NO_COLOR is set', () => {
  vi.stubEnv('NO_COLOR', '');
  expect(openStyle(stream(false, true)).red('unstable')).toBe('unstable');
  expect(openStyle(stream(true, false)).bold('x')).toBe('x');
  vi.stubEnv('NO_COLOR', '1');
  expect(openStyle(stream(true, true)).green('met')).toBe('met');
});
