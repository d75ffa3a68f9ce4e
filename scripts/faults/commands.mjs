import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, truncateSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { peakKiB, PROGRAM } from './server-process.mjs';

const TRACE = 'arrived_at,num_prefill_tokens,num_decode_tokens\n0,10,10\n1,10,10\n2,10,10\n';

/** Files that did harm to the command line. */
export const COMMANDS = [
  command('an output over its input, through a link too', async (folder) => {
    const trace = join(folder, 'in.csv');
    await writeFile(trace, TRACE);
    await symlink(trace, join(folder, 'link.csv'));
    const ends = [
      await lockstep('simulate', '--trace', trace, '--requests-out', trace),
      await lockstep('simulate', '--trace', trace, '--requests-out', join(folder, 'link.csv')),
      await lockstep('simulate', '--trace', join(folder, 'link.csv'), '--trace-out', trace),
    ];
    const kept = (await readFile(trace, 'utf8')) === TRACE;
    return [...ends.flatMap(expecting(2)), ...(kept ? [] : ['the trace was destroyed'])];
  }),
  command('a gzip bomb', async (folder, { short }) => {
    const bomb = join(folder, 'bomb.csv.gz');
    await writeBomb(bomb, short ? 1 : 6);
    return expecting(2, 600)(await lockstep('simulate', '--trace', bomb));
  }),
  command('a decision file with one line of 700 MB', async (folder) => {
    const file = join(folder, 'decisions.jsonl');
    await writeFile(file, '{"lockstep":');
    truncateSync(file, 700 * 1024 ** 2);
    return expecting(2, 600)(await lockstep('report', file));
  }),
  command('a trace with 300,000 columns', async (folder) => {
    const file = join(folder, 'wide.csv');
    await writeFile(file, `${Array.from({ length: 300_000 }, (_, i) => `c${i}`).join(',')}\n`);
    return expecting(2, 600, 20)(await lockstep('simulate', '--trace', file));
  }),
  command('a scenario file with 200,000 keys', async (folder) => {
    const file = join(folder, 'wide.yaml');
    await writeFile(file, Array.from({ length: 200_000 }, (_, i) => `k${i}: 1`).join('\n'));
    return expecting(2, 600, 20)(await lockstep('simulate', file));
  }),
  command('a billion requests', async () => {
    const end = await lockstep('simulate', '--requests', '1e9');
    return end.errors.includes('    at ') ? ['a stack trace was printed'] : expecting(2)(end);
  }),
  command('a full disk under every output', async (folder) => {
    const run = [
      'run',
      '--engine',
      'simulated',
      '--requests',
      '4',
      '--arrivals',
      'all-at-once',
      '--cost',
      'mock:1ms',
    ];
    await symlink('/dev/full', join(folder, 'full.csv'));
    await symlink('/dev/full', join(folder, 'full.json'));
    return [
      await lockstep(...run, '--decisions', '/dev/full'),
      await lockstep('simulate', '--requests', '100', '--requests-out', join(folder, 'full.csv')),
      await lockstep('simulate', '--requests', '100', '--trace-out', join(folder, 'full.json')),
    ].flatMap(expecting(1));
  }),
  command('a decision file of two runs, cut anywhere', async (folder, { short }) => {
    const file = join(folder, 'decisions.jsonl');
    const run = [
      'run',
      '--engine',
      'simulated',
      '--requests',
      '20',
      '--arrivals',
      'all-at-once',
      '--cost',
      'mock:1ms',
    ];
    const record = () => lockstep(...run, '--decisions', file);
    const ends = [await record(), await record()];
    const whole = (await readFile(file)).length;
    const cuts = short ? [0.7] : [0.3, 0.5, 0.6, 0.7, 0.8, 0.95];
    for (const share of cuts) {
      const cut = join(folder, `cut-${share}.jsonl`);
      await copyFile(file, cut);
      await truncate(cut, Math.floor(whole * share));
      ends.push(await lockstep('report', cut));
    }
    return [...ends, await lockstep('report', file)].flatMap(expecting(0));
  }),
];

function command(name, attempt) {
  return {
    name,
    async run(sizes) {
      const folder = await mkdtemp(join(tmpdir(), 'lockstep-faults-'));
      peak = 0;
      try {
        const faults = await attempt(folder, sizes);
        return { 'peak MB': peak, faults };
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}

/** The most memory of the commands of one row (MB). */
let peak = 0;

/** What is wrong with a command that has ended. */
function expecting(code, maxPeakMB = Infinity, maxSeconds = Infinity) {
  return (end) => [
    ...(end.code === code
      ? []
      : [`${end.words}: expected exit code ${code}, got ${end.code}: ${end.errors.slice(0, 300)}`]),
    ...(end.peakMB > maxPeakMB ? [`${end.words}: memory rose to ${end.peakMB} MB`] : []),
    ...(end.seconds > maxSeconds ? [`${end.words}: took ${Math.round(end.seconds)} s`] : []),
  ];
}

async function lockstep(...words) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors = (errors + text).slice(-20_000)));
  let peakMB = 0;
  const sampler = setInterval(() => (peakMB = Math.max(peakMB, peakKiB(child.pid) / 1024)), 20);
  const [code] = await once(child, 'close');
  clearInterval(sampler);
  peak = Math.max(peak, Math.round(peakMB));
  const seconds = (performance.now() - startedAt) / 1000;
  return { words: `lockstep ${words[0]}`, code, errors, peakMB: Math.round(peakMB), seconds };
}

/** A file of a few MB that becomes so many GB of one CSV line. */
async function writeBomb(path, gigabytes) {
  const gzip = createGzip({ level: 9 });
  const written = once(gzip.pipe(createWriteStream(path)), 'finish');
  const piece = Buffer.alloc(16 * 1024 ** 2, 'a');
  for (let i = 0; i < gigabytes * 64; i++) if (!gzip.write(piece)) await once(gzip, 'drain');
  gzip.end();
  await written;
}
