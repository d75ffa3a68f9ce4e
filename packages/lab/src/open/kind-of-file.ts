import { SCENARIO_KEYS } from 'lockstep/scenario';
import { traceFormatOf } from 'lockstep/workload';

/** What a file is, whatever it is called. */
export type FileKind =
  /** What `--decisions` writes. */
  | 'decisions'
  /** In one of the formats of the command line, or CSV of which its parser is to say what is wrong. */
  | 'trace'
  /** Measured times of batches: `table:FILE.csv`. */
  | 'table'
  /** A GPU and a model: `roofline:FILE.json`. */
  | 'hardware'
  /** A whole number a line: `empirical:FILE`. */
  | 'lengths'
  /** YAML or JSON, or text of which its parser is to say what is wrong. */
  | 'scenario';

const EVENTS: readonly unknown[] = ['run', 'batch', 'departure'];
/** A line of a decision log anywhere: the first may be cut off. */
const EVENT_LINE = /^\{"type":"(run|batch|departure)",/m;

/** Tells by the content of a file what it is. */
export function kindOfFile(text: string): FileKind {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const [first, hasMore] = firstLine(content);
  if (EVENT_LINE.test(content)) return 'decisions';
  if (traceFormatOf(first) !== null) return 'trace';
  if (content.startsWith('{')) return kindOfJson(content, first, hasMore);
  if (/^\d+$/.test(first)) return 'lengths';
  const line = firstContent(content);
  const columns = line.split(',');
  if (columns.length === 1 || YAML.test(line)) return 'scenario';
  return columns.includes('prefill_ms') || columns.includes('step_ms') ? 'table' : 'trace';
}

/** How a scenario in YAML begins: with a key, or with braces around all of it. */
const YAML = /^(?:\{|(?:"[^"]*"|'[^']*'|[A-Za-z][\w-]*)\s*:(?:\s|$))/;

/** What YAML may have before its content: comments, blank lines, directives and the mark of a document. */
const BEFORE_CONTENT = /^(?:[ \t]*(?:#.*)?|%.*|---[ \t]*(?:#.*)?)$/;

/** The first line that is more than that; empty where there is none. */
function firstContent(content: string): string {
  for (let from = 0; from < content.length;) {
    const [line] = firstLine(content, from);
    if (!BEFORE_CONTENT.test(line)) return line;
    const end = content.indexOf('\n', from);
    if (end === -1) break;
    from = end + 1;
  }
  return '';
}

function kindOfJson(content: string, first: string, hasMore: boolean): FileKind {
  const row = objectIn(first);
  if (row !== null && EVENTS.includes(row['type'])) return 'decisions';
  if (row !== null && hasMore && !SCENARIO_KEYS.some((key) => key in row)) return 'trace';
  const whole = objectIn(content);
  return whole !== null && 'gpu' in whole && 'model' in whole ? 'hardware' : 'scenario';
}

function firstLine(content: string, from = 0): [line: string, hasMore: boolean] {
  const end = content.indexOf('\n', from);
  if (end === -1) return [content.slice(from), false];
  return [content.slice(from, end).trimEnd(), content.slice(end).trim() !== ''];
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
