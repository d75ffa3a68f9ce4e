import { useSignal } from '@preact/signals';
import { byteSize } from './byte-size.js';
import { useSay } from './said.js';
import { saveFile } from './save-file.js';

interface SaveButtonProps {
  readonly label: string;
  /** What a screen reader says, where the label alone says too little. */
  readonly name: string;
  readonly file: string;
  readonly disabled?: boolean;
  /** Makes the file; null where the data have nothing for it. Large ones say how far they are (bytes). */
  readonly make: (progress: (bytes: number) => void) => Promise<Blob | null>;
}

/** Makes a file when it is pressed, and has it saved. */
export function SaveButton({ label, name, file, disabled = false, make }: SaveButtonProps) {
  const say = useSay();
  const made = useSignal<number | null>(null);
  const save = async () => {
    made.value = 0;
    try {
      const blob = await make((bytes) => (made.value = bytes));
      if (blob === null) return say(`There is nothing to draw for ${file}.`);
      saveFile(file, blob);
      say(`Saved ${file}, ${byteSize(blob.size)}.`);
    } finally {
      made.value = null;
    }
  };
  return (
    <button
      type="button"
      class="button small"
      aria-label={name}
      title={file}
      disabled={disabled || made.value !== null}
      onClick={() => {
        save().catch(reportError);
      }}
    >
      {made.value === null || made.value === 0 ? label : byteSize(made.value)}
    </button>
  );
}
