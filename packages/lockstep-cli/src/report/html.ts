import { visibleLines } from '../terminal/visible.js';

/** Text that is markup already. Everything else that goes into a page is escaped. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type Content = Html | string | number | null | undefined | false | readonly Content[];

/** A piece of markup: what is put in is escaped unless it is markup itself; null, undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(strings.reduce((text, string, i) => text + markup(contents[i - 1]) + string));
}

function markup(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(markup).join('');
  return escaped(String(content));
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return visibleLines(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
