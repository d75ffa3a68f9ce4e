/** Advance widths of Inter's ASCII characters from space to tilde, in thousandths of the font size. */
const REGULAR = widths(
  '281 288 466 633 642 982 644 300 365 365 501 662 288 460 288 360 631 407 610 618 646 593 620 566 619 620 288 302 662 662 662 511 966 690 654 730 722 601 590 746 743 269 571 672 565 903 753 765 ' +
    '639 765 644 642 646 744 690 985 682 679 629 365 360 365 471 456 323 562 612 571 612 583 370 613 591 242 242 549 242 876 591 600 612 612 376 528 327 591 562 818 546 562 552 426 333 426 662',
);
const SEMI_BOLD = widths(
  '252 321 523 644 650 1004 663 326 373 373 540 673 319 465 319 379 660 423 623 636 666 612 640 576 640 640 319 329 673 673 673 543 999 728 659 737 722 605 588 749 746 277 580 703 565 922 759 769 ' +
    '645 773 652 650 660 736 728 1020 720 713 652 373 379 373 481 469 351 574 624 583 624 591 389 625 612 262 262 569 262 900 612 609 624 624 397 549 353 612 587 839 569 588 566 455 359 455 673',
);
/** What the other characters of a label mostly take. */
const OTHER = 660;

/**
 * How wide a text is set in Inter (px), to a few percent: kerning is left out. Pictures are laid out without a
 * browser, and a label that must not cross another has to know its size.
 */
export function textWidth(text: string, fontSize: number, weight: 'normal' | 'bold' = 'normal'): number {
  const widths = weight === 'bold' ? SEMI_BOLD : REGULAR;
  let thousandths = 0;
  for (const character of text.replaceAll('\u00a0', ' '))
    thousandths += widths[character.codePointAt(0)! - 32] ?? OTHER;
  return (thousandths / 1000) * fontSize;
}

/** Breaks a text into lines of at most `width` px; a separating dot at a break is left out. */
export function wrap(
  text: string,
  width: number,
  fontSize: number,
  weight: 'normal' | 'bold' = 'normal',
): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, fontSize, weight) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => line.replace(/^· | ·$/g, ''));
}

/**
 * Breaks a value such as `kernels:llama-3-8b@a100,packed` into at most `most` lines of `width` px, after its marks; what
 * has no room is cut, with an ellipsis.
 */
export function broken(text: string, width: number, fontSize: number, most: number): string[] {
  const lines: string[] = [];
  for (const part of text.match(/[^:,@=/\s-]*[:,@=/\s-]?/g) ?? []) {
    const longer = (lines.at(-1) ?? '') + part;
    if (lines.length > 0 && textWidth(longer.trimEnd(), fontSize) <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  const kept = lines.slice(0, most).map((line) => line.trimEnd());
  const last = kept.length - 1;
  if (lines.join('').length > kept.join('').length) kept[last] += '…';
  return kept.map((line) => shortened(line, width, fontSize));
}

/** A text that is cut in its middle where it is wider than `width` px. */
export function shortened(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  for (let kept = text.length - 1; kept > 2; kept--) {
    const start = Math.ceil(kept / 2);
    const cut = `${text.slice(0, start)}…${text.slice(text.length - (kept - start))}`;
    if (textWidth(cut, fontSize) <= width) return cut;
  }
  return '…';
}

function widths(list: string): number[] {
  return list.split(' ').map(Number);
}
