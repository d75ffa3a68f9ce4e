import autocannon from 'autocannon';
import { newPrompt } from './tally.mjs';

/**
 * Many clients that ask for whole answers, each again as soon as it has one.
 * @param {{ port: number, connections: number, seconds: number, tally: import('./tally.mjs').Tally }} options
 */
export async function press({ port, connections, seconds, tally }) {
  const { errors, timeouts } = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path: '/v1/completions',
        headers: { 'content-type': 'application/json' },
        setupRequest(request, context) {
          context.asked = newPrompt(tally);
          const { prompt, tokens } = context.asked;
          return { ...request, body: JSON.stringify({ prompt, max_tokens: tokens }) };
        },
        onResponse(status, body, { asked }, headers) {
          tally.judge(asked, status, {
            text: () => JSON.parse(body).choices[0].text,
            code: () => JSON.parse(body).error.code,
            header: (name) => headers[name],
          });
        },
      },
    ],
  });
  if (errors + timeouts > 0) tally.fault('autocannon', `${errors} errors, ${timeouts} timeouts`);
}
