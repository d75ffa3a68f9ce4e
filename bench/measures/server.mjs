import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { bySorting } from '../baseline.mjs';
import { PATH, REQUEST } from '../servers/request.mjs';
import { median, ratio } from '../timing.mjs';

const SERVE = fileURLToPath(new URL('../programs/serve.mjs', import.meta.url));
const BODY = JSON.stringify(REQUEST);
const HEADERS = { 'content-type': 'application/json' };

const CONNECTIONS = 32;
const WARM_UP_S = 6;
const ROUNDS = 25;
const ROUND_S = 1;

const MODERATE_PER_SECOND = 100;
const MODERATE_ROUNDS = 9;
const MODERATE_REQUESTS = 500;

/** Opens a server in a process of its own. */
async function open(name) {
  const child = fork(SERVE, [name]);
  const [url] = await once(child, 'message');
  return {
    url: url + PATH,
    async cpuSeconds() {
      child.send('cpu');
      const [seconds] = await once(child, 'message');
      return seconds;
    },
    close: () => child.kill(),
  };
}

/** Both say the same, byte for byte, but for a random id and the second in which they say it. */
async function assertAlike(servers) {
  const texts = await Promise.all(
    Object.values(servers).map(async ({ url }) => {
      const response = await fetch(url, { method: 'POST', headers: HEADERS, body: BODY });
      const answer = await response.json();
      return JSON.stringify({ ...answer, id: answer.id.length, created: 0 });
    }),
  );
  assert.equal(texts[0], texts[1]);
}

/** As many connections as fit into a batch, each of which asks again as soon as it has its answer. */
async function saturate({ url, cpuSeconds }, seconds) {
  const cpuBefore = await cpuSeconds();
  const latencies = [];
  const run = autocannon({
    url,
    method: 'POST',
    headers: HEADERS,
    body: BODY,
    connections: CONNECTIONS,
    duration: seconds,
  });
  run.on('response', (client, status, bytes, latencyMs) => {
    assert.equal(status, 200);
    latencies.push(latencyMs);
  });
  const { errors, duration } = await run;
  assert.equal(errors, 0);
  return {
    perSecond: latencies.length / duration,
    p99: bySorting(Float64Array.from(latencies)),
    cpuMs: (1000 * ((await cpuSeconds()) - cpuBefore)) / latencies.length,
  };
}

async function atFullLoad(servers) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const figures = {};
    for (const [name, server] of Object.entries(servers)) figures[name] = await saturate(server, ROUND_S);
    rounds.push(figures);
  }
  const all = (name, figure) => rounds.map((figures) => figures[name][figure]);
  const load = `${CONNECTIONS} connections`;
  return [
    ...Object.keys(servers).flatMap((name) => [
      { what: `${load}: ${name}`, value: median(all(name, 'perSecond')), unit: 'requests/s' },
      { what: `${load}: ${name}, p99`, value: median(all(name, 'p99')), unit: 'ms' },
      { what: `${load}: ${name}, CPU time`, value: 1000 * median(all(name, 'cpuMs')), unit: 'µs/request' },
    ]),
    {
      what: `${load}: requests per second, lockstep / bare`,
      value: ratio(all('lockstep', 'perSecond'), all('bare', 'perSecond')),
      unit: '×',
      aim: '≥ 0.5',
    },
    {
      // The load itself takes more CPU time than either server, which flatters the slower one in requests per second.
      what: `${load}: requests per CPU second, lockstep / bare`,
      value: ratio(all('bare', 'cpuMs'), all('lockstep', 'cpuMs')),
      unit: '×',
      aim: '≥ 0.5',
    },
  ];
}

/** Asks once; resolves with how long the answer took, to its last byte (ms). */
function ask(url, agent) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const request = httpRequest(url, { agent, method: 'POST', headers: HEADERS }, (response) => {
      assert.equal(response.statusCode, 200);
      response.resume();
      response.on('end', () => resolve(performance.now() - startedAt));
    });
    request.on('error', reject);
    request.end(BODY);
  });
}

/** Asks both servers at a fixed rate each, half a period apart, so that the machine disturbs both alike. */
async function pace(servers) {
  const agent = new Agent({ keepAlive: true });
  const answers = { lockstep: [], bare: [] };
  const periodMs = 1000 / MODERATE_PER_SECOND / 2;
  const cpuBefore = await cpuOf(servers);
  const startedAt = performance.now();
  for (let i = 0; i < 2 * MODERATE_REQUESTS; i++) {
    const waitMs = startedAt + i * periodMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const name = i % 2 === 0 ? 'lockstep' : 'bare';
    answers[name].push(ask(servers[name].url, agent));
  }
  const latencies = {
    lockstep: Float64Array.from(await Promise.all(answers.lockstep)),
    bare: Float64Array.from(await Promise.all(answers.bare)),
  };
  const cpuAfter = await cpuOf(servers);
  agent.destroy();
  const figuresOf = (name) => ({
    median: median([...latencies[name]]),
    p99: bySorting(latencies[name]),
    cpu: (1000 * (cpuAfter[name] - cpuBefore[name])) / MODERATE_REQUESTS,
  });
  return { lockstep: figuresOf('lockstep'), bare: figuresOf('bare') };
}

async function cpuOf({ lockstep, bare }) {
  return { lockstep: await lockstep.cpuSeconds(), bare: await bare.cpuSeconds() };
}

async function atModerateLoad(servers) {
  const rounds = [];
  for (let round = 0; round < MODERATE_ROUNDS; round++) rounds.push(await pace(servers));
  const load = `${MODERATE_PER_SECOND} requests/s`;
  const row = (what, figure) => ({
    what: `${load}: ${what}`,
    value: median(rounds.map(figure)),
    unit: 'ms',
  });
  // A busy machine adds to a p99 many times what either server does, so the quietest rounds are compared.
  const leastP99 = (name) => Math.min(...rounds.map((figures) => figures[name].p99));
  return [
    row('bare, median', ({ bare }) => bare.median),
    row('added by lockstep to the median', ({ lockstep, bare }) => lockstep.median - bare.median),
    { what: `${load}: bare, least p99 of a round`, value: leastP99('bare'), unit: 'ms' },
    {
      what: `${load}: added by lockstep to that`,
      value: leastP99('lockstep') - leastP99('bare'),
      unit: 'ms',
      aim: '< 1',
    },
    row('added by lockstep to the CPU time', ({ lockstep, bare }) => lockstep.cpu - bare.cpu),
  ];
}

export const server = {
  name: 'server',
  about:
    'requests to an engine that takes no time, against a bare Fastify route that gives the same answers at once',
  async run() {
    const servers = { lockstep: await open('lockstep'), bare: await open('bare') };
    try {
      await assertAlike(servers);
      for (const each of Object.values(servers)) await saturate(each, WARM_UP_S);
      return [...(await atFullLoad(servers)), ...(await atModerateLoad(servers))];
    } finally {
      for (const { close } of Object.values(servers)) close();
    }
  },
};
