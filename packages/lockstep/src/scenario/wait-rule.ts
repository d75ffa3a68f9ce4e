import { atLeast, full, gap, none, oldest, type WaitRule, window } from '../core/index.js';
import { parseDuration, formatDuration } from './duration.js';
import { bare, type Form, parseForm, valued } from './form.js';
import { parseWhole } from './numbers.js';

/** The wait rules by name, as the command line writes them. */
const WAIT_FORMS: Readonly<Record<string, Form<WaitRule>>> = {
  atleast: valued('atleast:4', (text) => atLeast(parseWhole(text, 1))),
  full: bare('full', full),
  none: bare('none', none),
  oldest: valued('oldest:100ms', (text) => oldest(parseDuration(text))),
  window: valued('window:100ms', (text) => window(parseDuration(text))),
  gap: valued('gap:100ms', (text) => gap(parseDuration(text))),
};

/**
 * Reads a wait rule: `atleast:4`, `full`, `none`, `oldest:100ms`, `window:100ms` or `gap:100ms`.
 * @throws ScenarioError for anything else
 */
export function parseWait(text: string): WaitRule {
  return parseForm('a wait rule', text, WAIT_FORMS);
}

/** Writes a wait rule as `parseWait` reads it; one that has no such form by its name alone. */
export function formatWait(rule: WaitRule): string {
  switch (rule.name) {
    case 'atleast':
      return `atleast:${rule.least(Infinity)}`;
    case 'oldest':
    case 'window':
    case 'gap':
      return `${rule.name}:${formatDuration(rule.waitMs)}`;
    default:
      return rule.name;
  }
}
