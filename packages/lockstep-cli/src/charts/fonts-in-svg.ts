import { TEXT_SIZE } from './layout.js';
import { textWidth } from './text-width.js';

/** The two weights that pictures use, as WOFF2 in base64. */
export interface FontData {
  readonly regular: string;
  readonly semiBold: string;
}

const TEXT = /<text([^>]*)>([^]*?)<\/text>/g;
const LINE = /<tspan([^>]*)>([^<]*)<\/tspan>/g;

/**
 * A picture that looks the same wherever it is opened: it brings its font along and, for a viewer that takes no font out of
 * a picture, says how wide each text is. For a picture that stands alone in a file; a page has its own fonts.
 */
export function withFonts(svg: string, { regular, semiBold }: FontData): string {
  const isBold = /font-weight="(?:bold|[6-9]00)"/.test(svg);
  const faces = fontFace(regular, 400) + (isBold ? fontFace(semiBold, 600) : '');
  return svg
    .replace(TEXT, (_, attributes: string, inner: string) => sized(attributes, inner))
    .replace(/<svg[^>]*>/, (tag) => `${tag}<style>${faces}</style>`);
}

function fontFace(base64: string, weight: number): string {
  return `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/woff2;base64,${base64}) format("woff2")}`;
}

function sized(attributes: string, inner: string): string {
  const size = Number(/font-size="([\d.]+)px"/.exec(attributes)?.[1] ?? TEXT_SIZE);
  const weight = /font-weight="(?:bold|[6-9]00)"/.test(attributes) ? 'bold' : 'normal';
  const length = (text: string) => {
    const width = textWidth(unescaped(text), size, weight);
    return width > 0 ? ` textLength="${Number(width.toFixed(2))}" lengthAdjust="spacingAndGlyphs"` : '';
  };
  if (!inner.includes('<')) return `<text${attributes}${length(inner)}>${inner}</text>`;
  const lines = inner.replace(
    LINE,
    (_, own: string, text: string) => `<tspan${own}${length(text)}>${text}</tspan>`,
  );
  return `<text${attributes}>${lines}</text>`;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
