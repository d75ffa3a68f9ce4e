import { copyText } from './copy-text.js';
import { useSay } from './said.js';

interface CopyButtonProps {
  /** What is copied, as in “the command”. */
  readonly what: string;
  readonly text: () => string | Promise<string>;
}

export function CopyButton({ what, text }: CopyButtonProps) {
  const say = useSay();
  const copy = async () => {
    const copied = await copyText(await text());
    say(copied ? `Copied ${what}.` : `The browser does not let this page copy: select ${what} and copy it.`);
  };
  return (
    <button
      type="button"
      class="button small"
      aria-label={`Copy ${what}`}
      onClick={() => {
        copy().catch(reportError);
      }}
    >
      Copy
    </button>
  );
}
