import type { Param, Params, Shape } from './shape.js';

type Described = Pick<Shape, 'name' | 'label' | 'sentence' | 'params'>;

/**
 * A shape in the notation that most options share: its name, a colon, then values by place, then `name=value` and
 * bare names. What is empty is left out.
 */
export function writtenShape(separator: ':' | ',', described: Described): Shape {
  const { name, params } = described;
  return {
    ...described,
    write: (given) => {
      const parts = params.flatMap((param) => written(param, given[param.name] ?? ''));
      return parts.length === 0 ? name : `${name}:${parts.join(separator)}`;
    },
    read: (text) => {
      if (text === name) return empty(params);
      return text.startsWith(`${name}:`) ? read(params, text.slice(name.length + 1).split(separator)) : null;
    },
  };
}

function written({ name, as = 'place' }: Param, value: string): string[] {
  if (as === 'flag') return value === 'true' ? [name] : [];
  if (value === '') return [];
  return [as === 'named' ? `${name}=${value}` : value];
}

function read(params: readonly Param[], parts: readonly string[]): Params | null {
  const values: Record<string, string> = empty(params);
  const places = params.filter(({ as = 'place' }) => as === 'place');
  for (const part of parts) {
    const equals = part.indexOf('=');
    const word = equals < 0 ? part : part.slice(0, equals);
    const param = params.find(({ name, as }) => name === word && as === (equals < 0 ? 'flag' : 'named'));
    const place = param ?? places.shift();
    if (place === undefined) return null;
    const value = param === undefined ? part : equals < 0 ? 'true' : part.slice(equals + 1);
    if (place.choices !== undefined && !place.choices.includes(value)) return null;
    values[place.name] = value;
  }
  return values;
}

function empty(params: readonly Param[]): Record<string, string> {
  return Object.fromEntries(params.map(({ name, as }) => [name, as === 'flag' ? 'false' : '']));
}
