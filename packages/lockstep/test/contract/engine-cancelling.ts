import { describe, expect, test } from 'vitest';
import { record, textAlone } from './engine-recording.js';
import { type EngineSubject, LONG, PROMPTS } from './engine-subject.js';

/** Rows and batches that are not wanted any more. */
export function cancellingClauses(subject: EngineSubject): void {
  const { greedy, consistent } = subject;

  describe('cancelling', () => {
    test('a row that is cancelled on its way ends there; the others get what they would have got', async () => {
      const requests = PROMPTS.slice(0, 3).map((prompt) => greedy(prompt, LONG));
      const undisturbed = (await consistent(requests)).results;
      const rows = requests.map(() => new AbortController());
      const { results } = await consistent(requests, {
        signals: rows.map(({ signal }) => signal),
        emit: (row) => {
          if (row === 1) rows[1]!.abort();
        },
      });
      expect(results[1]!.finishReason).toBe('cancelled');
      expect(results[1]!.outputTokens).toBeLessThan(LONG);
      expect(undisturbed[1]!.text.startsWith(results[1]!.text)).toBe(true);
      expect([results[0], results[2]]).toEqual([undisturbed[0], undisturbed[2]]);
    });

    test('a row that was cancelled before emits nothing', async () => {
      const requests = PROMPTS.slice(0, 2).map((prompt) => greedy(prompt, 6));
      const { results, parts } = await consistent(requests, {
        signals: [AbortSignal.abort(), new AbortController().signal],
      });
      expect(results[0]).toMatchObject({ text: '', finishReason: 'cancelled', outputTokens: 0 });
      expect(parts[0]).toEqual([]);
      expect(results[1]!.text).toBe(await textAlone(subject.engine, requests[1]!));
    });

    test('all rows cancelled before: the batch ends', async () => {
      const signals = [AbortSignal.abort(), AbortSignal.abort()];
      const { results } = await consistent(
        PROMPTS.slice(0, 2).map((prompt) => greedy(prompt, LONG)),
        { signals },
      );
      expect(results.map(({ finishReason }) => finishReason)).toEqual(['cancelled', 'cancelled']);
    });

    test('the whole batch rejects with the signal’s reason, and the engine can be used afterwards', async () => {
      const requests = PROMPTS.slice(0, 3).map((prompt) => greedy(prompt, LONG));
      const before = (await record(subject.engine, requests)).results;
      const whole = new AbortController();
      const reason = new Error('no row is left');
      let emitted = 0;
      const run = record(subject.engine, requests, {
        signal: whole.signal,
        emit: () => {
          if (++emitted === 3) whole.abort(reason);
        },
      });
      await expect(run).rejects.toBe(reason);
      const heard = emitted;
      expect((await record(subject.engine, requests)).results).toEqual(before);
      expect(emitted, 'what the aborted batch emitted later').toBe(heard);
    });

    test('a signal that is aborted already rejects at once, and nothing is emitted', async () => {
      const reason = new Error('too late');
      let emitted = 0;
      const run = record(subject.engine, [greedy(PROMPTS[0]!, LONG)], {
        signal: AbortSignal.abort(reason),
        emit: () => emitted++,
      });
      await expect(run).rejects.toBe(reason);
      expect(emitted).toBe(0);
    });
  });
}
