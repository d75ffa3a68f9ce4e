import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PEERS } from '../../src/engine/peers.js';

const LIBRARY = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-peers-'));
  await cp(join(LIBRARY, 'dist'), join(folder, 'lockstep'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(folder, { recursive: true }));

async function opening(version: string, main: string): Promise<string> {
  const peer = join(folder, 'node_modules/openai');
  await mkdir(peer, { recursive: true });
  await writeFile(
    join(peer, 'package.json'),
    JSON.stringify({ name: 'openai', version, type: 'module', exports: './main.js' }),
  );
  await writeFile(join(peer, 'main.js'), main);
  const program = `
    import { openaiEngine } from './lockstep/engine/openai/index.js';
    await openaiEngine({ baseURL: 'http://127.0.0.1/v1', model: 'toy' })
      .then(() => console.log('opened'), (error) => console.log(String(error)));`;
  await writeFile(join(folder, 'program.js'), program);
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'program.js')]);
  return stdout.trim();
}

const CLIENT = 'export class OpenAI {}';

describe('the version of a package that an engine needs', () => {
  test.each(['4.104.0', '5.0.0-beta.1', '7.99.3'])('%s is taken', async (version) => {
    expect(await opening(version, CLIENT)).toBe('opened');
  });

  test.each(['4.103.9', '3.3.0', '8.0.0', '10.0.0'])('%s is refused by name', async (version) => {
    expect(await opening(version, CLIENT)).toBe(
      `EngineError: openai: expected a version from 4.104.0 to below 8, got ${version}; ` +
        'install it with: npm install openai@6.49.0',
    );
  });

  test('what breaks while it is loaded is said, with the version', async () => {
    expect(await opening('6.0.0', 'throw new Error("broken")')).toBe(
      'EngineError: openai 6.0.0 cannot be loaded: broken',
    );
  });

  test('the ranges are those of package.json, and the tested ones those of this repository', async () => {
    const { peerDependencies, devDependencies } = JSON.parse(
      await readFile(join(LIBRARY, 'package.json'), 'utf8'),
    );
    expect(peerDependencies).toEqual(
      Object.fromEntries(
        Object.entries(PEERS).map(([name, { from, below }]) => [name, `>=${from} <${below}`]),
      ),
    );
    for (const [name, { tested }] of Object.entries(PEERS)) expect(devDependencies[name]).toBe(tested);
  });
});
