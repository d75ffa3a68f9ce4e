import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TicketRing } from '../../src/batcher/ticket-ring.js';

test('holds what a map would', () => {
  const step = fc.record({ skip: fc.nat(80), leave: fc.array(fc.nat(200), { maxLength: 4 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const ring = new TicketRing<string>();
      const map = new Map<number, string>();
      let id = 0;
      for (const { skip, leave } of steps) {
        id += 1 + (skip > 70 ? skip : 0);
        ring.set(id, `ticket ${id}`);
        map.set(id, `ticket ${id}`);
        for (const place of leave) {
          const gone = [...map.keys()][place];
          if (gone === undefined) continue;
          ring.delete(gone);
          map.delete(gone);
        }
        expect(ring.size).toBe(map.size);
        expect([...ring.values()]).toEqual([...map.values()]);
        for (const probe of [id - 65, id - 1, id, id + 1, id + 64])
          expect(ring.get(probe)).toBe(map.get(probe));
      }
    }),
  );
});
