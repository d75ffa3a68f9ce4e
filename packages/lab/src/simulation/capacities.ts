import type { Capacity } from 'lockstep/metrics';
import type { Scenario, ScenarioKey } from 'lockstep/scenario';

/** What a capacity depends on; it is drawn independently of who arrives when, and of what waits for what. */
const DECIDES: readonly ScenarioKey[] = [
  'batchSize',
  'cost',
  'promptTokens',
  'outputTokens',
  'trace',
  'timeUnit',
  'from',
  'to',
  'first',
  'skipFailed',
  'seed',
];

/** Those of one sweep and of one's way through many sizes. */
const MOST = 2000;

/**
 * Capacities that runs have told. To draw that of a large batch takes longer than to simulate it, and all rates of a
 * sweep have the same.
 */
export class Capacities {
  private readonly known = new Map<string, Capacity | null>();

  /** Undefined if it is not known. */
  of(scenario: Scenario): Capacity | null | undefined {
    return this.known.get(keyOf(scenario));
  }

  learn(scenario: Scenario, capacity: Capacity | null): void {
    if (this.known.size >= MOST) this.known.delete(this.known.keys().next().value!);
    this.known.set(keyOf(scenario), capacity);
  }

  /** To be called when a file has changed. */
  forget(): void {
    this.known.clear();
  }
}

function keyOf(scenario: Scenario): string {
  return JSON.stringify(DECIDES.map((key) => scenario[key] ?? null));
}
