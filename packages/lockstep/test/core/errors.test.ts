import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as batcher from 'lockstep/batcher';
import * as core from 'lockstep/core';
import * as cost from 'lockstep/cost';
import * as engine from 'lockstep/engine';
import * as scenario from 'lockstep/scenario';
import * as workload from 'lockstep/workload';
import { expect, test } from 'vitest';

const packages = fileURLToPath(new URL('../../../', import.meta.url));

function sources(): { name: string; text: string }[] {
  return ['lockstep/src', 'lockstep-cli/src', 'lab/src'].flatMap((folder) =>
    readdirSync(join(packages, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => ({
        name: `${folder}/${name}`,
        text: readFileSync(join(packages, folder, name), 'utf8'),
      })),
  );
}

test('every error class of the library has the one base class and a code of its own', () => {
  const rooms = { batcher, core, cost, engine, scenario, workload };
  const classes = new Set(
    Object.values(rooms).flatMap((room) =>
      Object.values(room as Record<string, unknown>).filter(
        (value): value is new (...given: unknown[]) => core.LockstepError =>
          typeof value === 'function' && value.prototype instanceof Error && value !== core.LockstepError,
      ),
    ),
  );
  expect(classes.size).toBeGreaterThan(14);
  const errors = [...classes].map((each) => new each('x', 'y'));
  for (const error of errors) {
    expect(error).toBeInstanceOf(core.LockstepError);
    expect(error.code).toMatch(/^ERR_LOCKSTEP_[A-Z_]+$/);
  }
  expect(new Set(errors.map(({ code }) => code)).size).toBe(classes.size);
});

test('the library throws no error without a code, and no code tells one apart by its name or text', () => {
  const wrong = sources().flatMap(({ name, text }) =>
    [
      ...(name.startsWith('lockstep/') ? text.matchAll(/throw new (?:Type|Range)?Error\(/g) : []),
      ...text.matchAll(
        /\berror\.(?:name|message) === |\.test\(error\.message\)|error\.message\.(?:match|includes)/g,
      ),
    ].map(([found]) => `${name}: ${found}`),
  );
  // What browsers throw where memory runs out has no code.
  expect(wrong).toEqual(['lab/src/state/problem.ts: .test(error.message)']);
});
