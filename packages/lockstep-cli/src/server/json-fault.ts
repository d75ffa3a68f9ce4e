/** Where a text stops being JSON. */
export interface JsonFault {
  /** Both counted from 1; a column is a UTF-16 unit, as editors count them. */
  readonly line: number;
  readonly column: number;
  /** What could have come there, in words. */
  readonly expected: string;
  /** What came: a few characters, or null for the end of the text. */
  readonly got: string | null;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const BLANKS = /[ \t\n\r]*/y;
/** What of a wrong text is shown: a word or a number whole, of anything else one character. */
const SHOWN = /[\w.+-]{1,20}|[^]/uy;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Finds the first fault of a text that `JSON.parse` has refused, whose messages have no position for short texts and
 * show the text itself. Time is linear in the text, and nesting costs no stack.
 * @returns null for a text that is JSON
 */
export function jsonFault(text: string): JsonFault | null {
  const fault = new Scan(text).fault();
  if (fault === null) return null;
  const before = text.slice(0, fault.at);
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    line: before.split('\n').length,
    column: fault.at - lineStart + 1,
    expected: fault.expected,
    got: fault.at < text.length ? match(SHOWN, text, fault.at) : null,
  };
}

interface Fault {
  readonly at: number;
  readonly expected: string;
}

class Scan {
  private at = 0;
  /** What is open, from the outermost inwards. */
  private readonly open: ('{' | '[')[] = [];

  constructor(private readonly text: string) {}

  fault(): Fault | null {
    let wanted: 'value' | 'value or ]' | 'key' | 'key or }' | 'rest' = 'value';
    for (;;) {
      this.at += match(BLANKS, this.text, this.at)!.length;
      const sign = this.text[this.at];
      const inner = this.open.at(-1);
      if (wanted === 'rest') {
        if (inner === undefined) return sign === undefined ? null : this.expected('the end of the text');
        const close = inner === '{' ? '}' : ']';
        if (sign === ',') wanted = inner === '{' ? 'key' : 'value';
        else if (sign === close) this.open.pop();
        else return this.expected(`"," or "${close}"`);
        this.at++;
      } else if (sign === '}' && wanted === 'key or }') {
        this.close();
        wanted = 'rest';
      } else if (wanted === 'key' || wanted === 'key or }') {
        if (sign !== '"') {
          return this.expected(
            wanted === 'key' ? 'a name in double quotes' : 'a name in double quotes or "}"',
          );
        }
        const fault = this.string();
        if (fault !== null) return fault;
        this.at += match(BLANKS, this.text, this.at)!.length;
        if (this.text[this.at] !== ':') return this.expected('":"');
        this.at++;
        wanted = 'value';
      } else if (sign === ']' && wanted === 'value or ]') {
        this.close();
        wanted = 'rest';
      } else if (sign === '{' || sign === '[') {
        this.open.push(sign);
        this.at++;
        wanted = sign === '{' ? 'key or }' : 'value or ]';
      } else {
        const fault = sign === '"' ? this.string() : this.plain(wanted === 'value or ]');
        if (fault !== null) return fault;
        wanted = 'rest';
      }
    }
  }

  private close(): void {
    this.open.pop();
    this.at++;
  }

  private plain(orEnd: boolean): Fault | null {
    const value = match(NUMBER, this.text, this.at) ?? match(WORD, this.text, this.at);
    if (value === null) return this.expected(orEnd ? 'a value or "]"' : 'a value');
    this.at += value.length;
    return null;
  }

  /** From one quote behind the other. */
  private string(): Fault | null {
    this.at++;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === QUOTE) {
        this.at++;
        return null;
      }
      if (code === BACKSLASH) {
        const escape = match(ESCAPE, this.text, this.at);
        if (escape === null) return this.expected('an escape such as \\n or \\u00e9');
        this.at += escape.length;
      } else if (code >= 0x20) {
        this.at++;
      } else {
        return this.expected(Number.isNaN(code) ? 'a double quote' : 'no control character within a string');
      }
    }
  }

  private expected(expected: string): Fault {
    return { at: this.at, expected };
  }
}

/** What a sticky pattern finds at a place. */
function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
