import { ScenarioError } from 'lockstep/scenario';
import type { Stretch } from './lab.js';

/** What an address tells of how one looks at a run. */
export interface AddressedView {
  readonly rows: 'request' | 'slot';
  readonly stretch: Stretch | null;
  readonly request: number | null;
  readonly scene: number | null;
}

export const VIEW_NAMES = ['rows', 'stretch', 'request', 'scene'];
/** Of the tour, which is loaded only when it is opened. */
const SCENES = 5;

/** As at the first visit. */
export const FIRST_VIEW: AddressedView = { rows: 'request', stretch: null, request: null, scene: null };

/** The parts of an address, `name=value`; none for what is as at the first visit. */
export function writeView({ rows, stretch, request, scene }: AddressedView): string[] {
  return [
    ...(rows === FIRST_VIEW.rows ? [] : [`rows=${rows}`]),
    ...(stretch === null ? [] : [`stretch=${stretch.from}..${stretch.to}`]),
    ...(request === null ? [] : [`request=${request}`]),
    ...(scene === null ? [] : [`scene=${scene}`]),
  ];
}

/** @throws ScenarioError that names the part, what was expected and what came */
export function readView(name: string, value: string): Partial<AddressedView> {
  switch (name) {
    case 'rows':
      if (value !== 'request' && value !== 'slot') throw expected(name, 'request or slot', value);
      return { rows: value };
    case 'stretch': {
      const [from, to, ...more] = value.split('..').map((text) => (text.trim() === '' ? NaN : Number(text)));
      const isStretch = more.length === 0 && Number.isFinite(from) && Number.isFinite(to) && from! < to!;
      if (!isStretch) throw expected(name, 'two instants in ms such as 0..2500', value);
      return { stretch: { from: from!, to: to! } };
    }
    case 'request':
      if (!/^\d{1,9}$/.test(value)) throw expected(name, 'a whole number ≥ 0', value);
      return { request: Number(value) };
    default:
      if (!/^\d$/.test(value) || Number(value) < 1 || Number(value) > SCENES) {
        throw expected(name, `a whole number from 1 to ${SCENES}`, value);
      }
      return { scene: Number(value) };
  }
}

function expected(name: string, what: string, got: string): ScenarioError {
  return new ScenarioError(`${name}: expected ${what}, got ${JSON.stringify(got)}`);
}
