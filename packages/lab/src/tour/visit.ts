import type { Scenario } from 'lockstep/scenario';
import type { Stretch, View } from '../state/lab.js';

/** What the visitor looked at before the tour. */
export interface Visit {
  readonly scenario: Scenario;
  readonly rows: View['rows']['value'];
  readonly stretch: Stretch | null;
  readonly request: number | null;
}

const KEY = 'lockstep-lab.before-tour';

/** Keeps it over a reload of the page in the middle of the tour. */
export function rememberVisit(visit: Visit): void {
  withStorage((storage) => storage.setItem(KEY, JSON.stringify(visit)));
}

/** Null where the tour was entered by its address. */
export function recallVisit(): Visit | null {
  return withStorage((storage) => JSON.parse(storage.getItem(KEY) ?? 'null') as Visit | null);
}

export function forgetVisit(): void {
  withStorage((storage) => storage.removeItem(KEY));
}

/** Some browsers forbid storage to some pages: then a reload in the middle of the tour ends the visit before it. */
function withStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}
