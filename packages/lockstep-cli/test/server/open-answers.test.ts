import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { OpenAnswers } from '../../src/server/open-answers.js';

test('none are left only when the last has been sent', async ({ onTestFinished }) => {
  const open = new OpenAnswers();
  const waiting: ServerResponse[] = [];
  const server = createServer((_, response) => waiting.push(response));
  open.watch(server);
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = async () => {
    const answer = fetch(`http://127.0.0.1:${port}`).then((response) => response.text());
    await once(server, 'request');
    return { answer, response: waiting.at(-1)! };
  };
  const [first, second] = [await ask(), await ask()];

  let none = false;
  const announced = open.none(60_000).then(() => (none = true));
  const closed = once(first.response, 'close');
  first.response.end('one');
  expect(await first.answer).toBe('one');
  await closed;
  expect(none).toBe(false);
  second.response.end('two');
  await announced;
  expect(await second.answer).toBe('two');
});
