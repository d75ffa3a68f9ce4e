import { useId } from 'preact/hooks';
import './batch-size.css';
import { FieldError } from './field-error.js';
import { BATCH_SIZES } from './ladder.js';
import { LadderSlider } from './ladder-slider.js';
import { useOption } from './use-option.js';

const LARGEST = BATCH_SIZES.at(-1)!;
const TICKS = [1, 4, 8, 16, 32, 64, LARGEST];

/** The one dominant control: what a static batch is all about. */
export function BatchSize() {
  const id = useId();
  const { shown, error, wish, settle } = useOption(['batchSize'], ({ batchSize }) => String(batchSize));
  const take = (text: string) => wish(text, { batchSize: text });
  const size = shown === 'inf' ? LARGEST : Number(shown);
  return (
    <section class="batch-size" aria-label="Batch size" data-option="batchSize">
      <div class="batch-size-head">
        <h2 id={`${id}-name`}>Batch size</h2>
        <span class="muted batch-size-help">requests at most</span>
        <input
          class="batch-size-field"
          aria-labelledby={`${id}-name`}
          aria-invalid={error !== null || undefined}
          aria-describedby={error === null ? undefined : `${id}-error`}
          title="A whole number, or inf for no limit"
          autocomplete="off"
          spellcheck={false}
          value={shown}
          onInput={({ currentTarget }) => take(currentTarget.value)}
          onBlur={settle}
        />
      </div>
      <LadderSlider
        label="Batch size"
        ladder={BATCH_SIZES}
        value={Number.isFinite(size) ? size : 1}
        inWords={shown === 'inf' ? 'no limit' : `${shown} requests`}
        onValue={(value) => take(String(value))}
      />
      <div class="batch-size-ticks" aria-hidden="true">
        {TICKS.map((tick) => (
          <span key={tick} style={{ '--tick': String(BATCH_SIZES.indexOf(tick) / (BATCH_SIZES.length - 1)) }}>
            {tick}
          </span>
        ))}
      </div>
      <FieldError id={`${id}-error`} message={error} />
    </section>
  );
}
