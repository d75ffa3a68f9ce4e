// A thread that asks a server whether it is alive, one question after another, and tells the longest wait.
import { Agent, get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let longestMs = 0;
let ending = false;

parentPort.on('message', () => (ending = true));

await ask();
parentPort.postMessage('ready');
while (!ending) {
  const askedAt = performance.now();
  await ask();
  longestMs = Math.max(longestMs, performance.now() - askedAt);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
agent.destroy();
parentPort.postMessage(longestMs);
parentPort.close();

/** A server that has ended answers nothing: other figures tell of that. */
function ask() {
  return new Promise((resolve) => {
    get({ agent, port: workerData.port, host: '127.0.0.1', path: '/health/live' }, (response) => {
      response.resume().on('end', resolve);
    }).on('error', resolve);
  });
}
