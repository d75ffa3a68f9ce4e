import { CopyButton } from './copy-button.js';

interface QuotedProps {
  readonly title: string;
  /** What is copied, as in “the command”. */
  readonly what: string;
  readonly text: string;
  readonly note?: string | null;
}

/** A text that is made to be copied. */
export function Quoted({ title, what, text, note = null }: QuotedProps) {
  return (
    <div class="take-quoted">
      <h4>{title}</h4>
      <CopyButton what={what} text={() => text} />
      <pre tabIndex={0} aria-label={title}>
        <code>{text}</code>
      </pre>
      {note !== null && <p class="muted">{note}</p>}
    </div>
  );
}
