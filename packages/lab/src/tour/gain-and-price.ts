import type { SweepPoint } from 'lockstep/simulation';
import type { RequestDifference } from '../state/different-requests.js';
import { differencesInWords } from '../words/option-names.js';
import type { Measure } from './measures.js';
import type { Scene } from './scene.js';

/**
 * What moving a scene's control did: to what the scene is about, and at what price. Where the requests are no longer those
 * of the scene, the figures are told without saying that one is better.
 */
export function gainAndPrice(
  { effect, price }: Scene,
  start: SweepPoint,
  now: SweepPoint,
  differences: readonly RequestDifference[],
): string {
  const gained = change(effect, start, now);
  const paid = change(price, start, now);
  const unstable =
    now.stable === false && start.stable !== false
      ? ' But now requests arrive at least as fast as they are served: the longer the run, the longer the wait.'
      : '';
  if (differences.length > 0) {
    const others = `The requests are different ones (${differencesInWords(differences)}), so neither run is better.`;
    return `${gained.words}, and ${lower(paid.words)}. ${others}${unstable}`;
  }
  return `${gained.words}, ${judgement(gained, paid)}${unstable}`;
}

interface Change {
  readonly words: string;
  readonly goes: 'better' | 'worse' | 'nowhere';
}

/** As far as one can see it: a change that the figures shown don't show is none. */
function change(measure: Measure, start: SweepPoint, now: SweepPoint): Change {
  const [before, after] = [measure.of(start), measure.of(now)];
  const [from, to] = [measure.inWords(before), measure.inWords(after)];
  if (before === null || after === null || from === to) {
    return { words: `${measure.name} stays at ${to}`, goes: 'nowhere' };
  }
  const fell = after < before;
  return {
    words: `${measure.name} ${fell ? 'fell' : 'rose'} from ${from} to ${to}`,
    goes: fell === (measure.better === 'less') ? 'better' : 'worse',
  };
}

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

function judgement(gained: Change, paid: Change): string {
  const second = lower(paid.words);
  if (gained.goes === 'nowhere') return paid.goes === 'nowhere' ? `and ${second}.` : `while ${second}.`;
  if (paid.goes === 'nowhere') return `which is ${gained.goes}; ${second}.`;
  if (gained.goes !== paid.goes) {
    const [what, turn] = gained.goes === 'better' ? ['better', 'the price is that'] : ['worse', 'in return'];
    return `which is ${what}; ${turn} ${second}.`;
  }
  return `and ${second}: both are ${gained.goes}.`;
}
