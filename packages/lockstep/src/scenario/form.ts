import { didYouMean } from './nearest.js';
import { ScenarioError } from './scenario-error.js';

/** One way to write a value: `name` or `name:rest`. */
export interface Form<T> {
  /** How it is written, such as `oldest:100ms`. */
  readonly example: string;
  /** @param rest what follows the name's colon; null when nothing does */
  parse(rest: string | null): T;
}

/**
 * Reads a value that is written in one of several forms.
 * @param what how an error calls the value, such as `a wait rule`
 * @throws ScenarioError for an unknown name or a rest that its form refuses
 */
export function parseForm<T>(what: string, text: string, forms: Readonly<Record<string, Form<T>>>): T {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const rest = colon < 0 ? null : text.slice(colon + 1);
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form === undefined) {
    const examples = Object.values(forms).map((each) => each.example);
    const tail = rest === null ? '' : `:${rest}`;
    throw new ScenarioError(
      `expected ${what} (${examples.join(', ')}), got ${JSON.stringify(text)}` +
        didYouMean(name, Object.keys(forms), tail),
    );
  }
  return reading(name, () => form.parse(rest));
}

/** A form without anything after its name. */
export function bare<T>(example: string, make: () => T): Form<T> {
  return {
    example,
    parse: (rest) => {
      if (rest !== null) throw new ScenarioError(`expected nothing after the name, got "${rest}"`);
      return make();
    },
  };
}

/** A form whose rest is one value. */
export function valued<T>(example: string, make: (value: string) => T): Form<T> {
  return {
    example,
    parse: (rest) => {
      if (!rest) throw new ScenarioError(`expected a value, as in ${example}`);
      return make(rest);
    },
  };
}

/** Runs `parse`, and says in its error what was being read. */
export function reading<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new ScenarioError(`${what}: ${error.detail}`);
  }
}
