import { reading } from './form.js';
import { didYouMean } from './nearest.js';
import { ScenarioError } from './scenario-error.js';

/** What follows the name of a form: values by place, then values by name. */
export class Arguments {
  private constructor(
    /** How the whole is written, such as `gamma:3:cv=2`. */
    private readonly example: string,
    private readonly values: readonly string[],
    private readonly named: ReadonlyMap<string, string>,
    private readonly flags: ReadonlySet<string>,
  ) {}

  /**
   * @param rest what follows the name's colon; null when nothing does
   * @param places how many values by place there may be
   * @param names the names that may be given a value, as in `cv=2`
   * @param flags the names that stand alone, as in `packed`
   * @throws ScenarioError for a name that is not among them, a name that comes twice, or a value too many
   */
  static read(
    rest: string | null,
    separator: ':' | ',',
    form: { example: string; places?: number; names?: readonly string[]; flags?: readonly string[] },
  ): Arguments {
    const { example, places = 0, names = [], flags = [] } = form;
    const values: string[] = [];
    const named = new Map<string, string>();
    const set = new Set<string>();
    for (const part of rest === null ? [] : rest.split(separator)) {
      const equals = part.indexOf('=');
      const name = equals < 0 ? part : part.slice(0, equals);
      const twice = named.has(name) || set.has(name);
      if (twice) throw new ScenarioError(`expected each name once, got ${name} twice`);
      if (equals >= 0 && names.includes(name)) named.set(name, part.slice(equals + 1));
      else if (equals < 0 && flags.includes(part)) set.add(part);
      else if (equals < 0 && values.length < places && set.size + named.size === 0) values.push(part);
      else {
        const known = [...names.map((each) => `${each}=`), ...flags];
        throw new ScenarioError(
          `expected ${example}, got ${JSON.stringify(part)}` +
            didYouMean(equals < 0 ? part : `${name}=`, known, part.slice(equals + 1 || part.length)),
        );
      }
    }
    return new Arguments(example, values, named, set);
  }

  /** The value at a place, null when it is not given. */
  at<T>(place: number, parse: (text: string) => T): T | null {
    return place < this.values.length ? parse(this.values[place]!) : null;
  }

  /** The value at a place. @throws ScenarioError when it is not given */
  needAt<T>(place: number, parse: (text: string) => T): T {
    return this.at(place, parse) ?? this.missing();
  }

  /** The value of a name, null when it is not given. */
  get<T>(name: string, parse: (text: string) => T): T | null {
    const text = this.named.get(name);
    return text === undefined ? null : reading(name, () => parse(text));
  }

  /** The value of a name. @throws ScenarioError when it is not given */
  need<T>(name: string, parse: (text: string) => T): T {
    return this.get(name, parse) ?? this.missing();
  }

  /** Whether a name that stands alone is given. */
  has(flag: string): boolean {
    return this.flags.has(flag);
  }

  private missing(): never {
    throw new ScenarioError(`expected ${this.example}`);
  }
}
