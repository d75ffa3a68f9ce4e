import { expect, test } from 'vitest';
import { NEXT_STEPS } from '../../../../scripts/next-steps.mjs';
import { lockstep } from '../support/lockstep.js';

const commands = [...NEXT_STEPS.matchAll(/npx lockstep (\w+)(.*)/g)].map(([, name, rest]) => ({
  name: name!,
  flags: rest!.match(/--[\w-]+/g) ?? [],
}));

test('npm start ends with the way to the lab and to the server', () => {
  expect(commands.map(({ name }) => name)).toEqual(['lab', 'serve']);
});

test.each(commands)('its lockstep $name is a command and has its flags', async ({ name, flags }) => {
  const { code, stdout } = await lockstep([name, '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: lockstep ${name}`);
  for (const flag of flags) expect(stdout).toContain(`  ${flag} `);
});

test('its request goes to the port that the server takes by default', async () => {
  const { stdout } = await lockstep(['serve', '--help']);
  const [, port] = /127\.0\.0\.1:(\d+)/.exec(NEXT_STEPS)!;
  expect(stdout).toMatch(new RegExp(`--port[^-]*default: ${port}`));
});
