import { Agent, request } from 'node:http';
import { newPrompt } from './tally.mjs';

/** Of the streams, how many are cut, and within how long. */
const CUT_SHARE = 0.4;
const CUT_WITHIN_MS = 60;
/** So that a refused client does not ask a thousand times a second. */
const PAUSE_MS = 5;

/**
 * Clients that ask for streams one after another, and cut some of them at random.
 * @param {{ port: number, count: number, tally: import('./tally.mjs').Tally }} options
 */
export function streamClients({ port, count, tally }) {
  const agent = new Agent({ keepAlive: true });
  let stopped = false;
  const clients = Array.from({ length: count }, async () => {
    while (!stopped) {
      await askOnce(port, agent, tally);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  });
  return {
    async stop() {
      stopped = true;
      await Promise.all(clients);
      agent.destroy();
    },
  };
}

async function askOnce(port, agent, tally) {
  const asked = newPrompt(tally);
  const cut = Math.random() < CUT_SHARE;
  try {
    const { status, headers, body } = await send(
      port,
      agent,
      asked,
      cut ? Math.random() * CUT_WITHIN_MS : null,
    );
    if (status !== 200) {
      const code = () => JSON.parse(body).error.code;
      return tally.judge(asked, status, { text: () => '', code, header: (name) => headers[name] });
    }
    const events = body.split('\n\n').filter((event) => event !== '');
    const last = events.pop();
    const chunks = events.map((event) => JSON.parse(event.slice('data: '.length)));
    if (last !== 'data: [DONE]')
      return judgeBrokenStream(asked, JSON.parse(last.slice('data: '.length)), headers, tally);
    const text = () => chunks.map(({ choices }) => choices[0].text).join('');
    tally.judge(asked, 200, { text, code: () => null, header: (name) => headers[name] });
  } catch (error) {
    if (error === CUT) tally.count('cut');
    else tally.broken(asked.id, error);
  }
}

/** A stream that ends with an error is judged as if that had been its status. */
function judgeBrokenStream(asked, { error }, headers, tally) {
  const status = { engine_failed: 500, draining: 503 }[error.code] ?? 200;
  tally.judge(asked, status, {
    text: () => JSON.stringify(error),
    code: () => error.code,
    header: (name) => headers[name] ?? '',
  });
}

const CUT = new Error('cut');

function send(port, agent, { prompt, tokens }, cutAfterMs) {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ prompt, max_tokens: tokens, stream: true });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const call = request({
      port,
      host: '127.0.0.1',
      agent,
      method: 'POST',
      path: '/v1/completions',
      headers,
    });
    const timer = cutAfterMs === null ? null : setTimeout(() => call.destroy(CUT), cutAfterMs);
    const fail = (error) => {
      clearTimeout(timer);
      reject(error);
    };
    call.on('error', fail);
    call.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => (text += piece));
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode, headers: response.headers, body: text });
      });
    });
    call.end(body);
  });
}
