// A thread that asks servers whether they are alive, one question after another, and tells the longest wait of each.
import { Agent, get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const agents = [];
const longestMs = workerData.ports.map(() => 0);
let ending = false;

parentPort.on('message', () => (ending = true));

await Promise.all(workerData.ports.map(firstAnswer));
parentPort.postMessage('ready');
await Promise.all(workerData.ports.map(watch));
for (const agent of agents) agent.destroy();
parentPort.postMessage(longestMs);
parentPort.close();

async function firstAnswer(port, place) {
  agents[place] = new Agent({ keepAlive: true, maxSockets: 1 });
  await ask(port, place);
}

async function watch(port, place) {
  while (!ending) {
    const askedAt = performance.now();
    await ask(port, place);
    longestMs[place] = Math.max(longestMs[place], performance.now() - askedAt);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** A server that has ended answers nothing: other figures tell of that. */
function ask(port, place) {
  return new Promise((resolve) => {
    get({ agent: agents[place], port, host: '127.0.0.1', path: '/health/live' }, (response) => {
      response.resume().on('end', resolve);
    }).on('error', resolve);
  });
}
