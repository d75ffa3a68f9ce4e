import {
  didYouMean,
  flagOf,
  RENAMED_FLAGS,
  SCENARIO_KEYS,
  SCENARIO_OPTIONS,
  type Scenario,
  ScenarioError,
  type ScenarioKey,
  type WrittenScenario,
} from 'lockstep/scenario';
import { type AddressedView, FIRST_VIEW, readView, VIEW_NAMES, writeView } from './addressed-view.js';
import { readRun } from './changed.js';

/** All that an address tells: what is asked for, and how one looks at it. */
export interface LabState {
  readonly scenario: WrittenScenario;
  /** The scenario of the pinned run; null if none is. */
  readonly pinned: WrittenScenario | null;
  readonly view: AddressedView;
  /** What of the address was wrong and is left out; null if nothing is. */
  readonly problem: string | null;
}

/** What stands before the options of the pinned run; alone it says that one with all defaults is pinned. */
const PINNED = 'pinned';

const NAMES: ReadonlyMap<string, ScenarioKey> = new Map(SCENARIO_KEYS.map((key) => [nameOf(key), key]));

/**
 * Writes a state behind the `#` of an address: every option that is no default under the name of its flag, then what
 * is pinned, then the view. Empty if all is as at the first visit.
 */
export function toAddress(scenario: Scenario, pinned: Scenario | null, view: AddressedView): string {
  const parts = optionsOf(scenario).map(([name, value]) => `${name}=${value}`);
  if (pinned !== null) {
    const options = optionsOf(pinned);
    if (options.length === 0) parts.push(PINNED);
    for (const [name, value] of options) parts.push(`${PINNED}.${name}=${value}`);
  }
  return [...parts, ...writeView(view)].join('&');
}

/** Reads what stands behind the `#` of an address. What is wrong is named and left out, the rest holds. */
export function fromAddress(hash: string): LabState {
  const wrong: string[] = [];
  const scenario: Written = {};
  const pinned: Written = {};
  const view = { ...FIRST_VIEW };
  let isPinned = false;
  for (const part of hash.replace(/^#/, '').split('&')) {
    if (part === '') continue;
    try {
      const [name, value] = read(part);
      if (name === PINNED) isPinned = true;
      else if (name.startsWith(`${PINNED}.`)) {
        isPinned = true;
        take(pinned, name.slice(PINNED.length + 1), value);
      } else if (VIEW_NAMES.includes(name)) Object.assign(view, readView(name, value));
      else take(scenario, name, value);
    } catch (error) {
      wrong.push(inWords(error));
    }
  }
  return {
    scenario: withoutContradictions(scenario, wrong),
    pinned: isPinned ? withoutContradictions(pinned, wrong) : null,
    view,
    problem:
      wrong.length === 0 ? null : `Of this address something is wrong and left out: ${wrong.join('; ')}`,
  };
}

type Written = { [key in ScenarioKey]?: string };

function nameOf(key: ScenarioKey): string {
  return flagOf(key).slice(2);
}

/** A rate beside a trace is no default: it scales the trace. */
function optionsOf(scenario: Scenario): [name: string, value: string][] {
  return SCENARIO_KEYS.flatMap((key): [string, string][] => {
    const value = scenario[key];
    const isDefault =
      value === SCENARIO_OPTIONS[key].default && (key !== 'rate' || scenario.trace === undefined);
    return value === undefined || isDefault ? [] : [[nameOf(key), escaped(String(value))]];
  });
}

/** Readable, as far as an address may be: browsers leave these as they are. */
function escaped(value: string): string {
  return encodeURIComponent(value).replace(/%(?:3A|2C|3D|40|2F)/g, decodeURIComponent);
}

function read(part: string): [name: string, value: string] {
  const equals = part.indexOf('=');
  const [name, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
  try {
    return [decodeURIComponent(name), decodeURIComponent(value)];
  } catch {
    throw new ScenarioError(
      `expected text with % only before two hexadecimal digits, got ${JSON.stringify(part)}`,
    );
  }
}

function take(written: Written, name: string, value: string): void {
  const key = NAMES.get(name);
  if (key === undefined) {
    const now = RENAMED_FLAGS[`--${name}`];
    if (now !== undefined) throw new ScenarioError(`${name}: is named ${now.slice(2)} now`);
    throw new ScenarioError(`unknown option ${name}${didYouMean(name, [...NAMES.keys(), ...VIEW_NAMES])}`);
  }
  if (key in written) throw new ScenarioError('expected once, got twice', key);
  try {
    SCENARIO_OPTIONS[key].read(value);
  } catch (error) {
    throw error instanceof Error ? new ScenarioError(detailOf(error), key) : error;
  }
  written[key] = value;
}

/** Leaves out one option after the other until the rest goes together. */
function withoutContradictions(written: Written, wrong: string[]): WrittenScenario {
  const rest = { ...written };
  for (;;) {
    try {
      readRun(rest);
      return rest;
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      wrong.push(error.message);
      const key = error.key as ScenarioKey | null;
      if (key === null || !(key in rest)) return {};
      delete rest[key];
    }
  }
}

function detailOf(error: Error): string {
  return error instanceof ScenarioError ? error.detail : error.message;
}

function inWords(error: unknown): string {
  if (error instanceof ScenarioError) return error.message;
  throw error;
}
