import type { TimelineState } from '../control/timeline-state.js';
import { batchStory } from '../story/batch-story.js';
import { type Fact, requestStory } from '../story/request-story.js';
import { unbroken } from '../story/words.js';
import './story-panel.css';

/** The story of the request that is pointed at or kept, and the decision record of its batch. Its size never changes. */
export function StoryPanel({ state }: { readonly state: TimelineState }) {
  const [run, told] = [state.run.value, state.told.value];
  const kept = state.lab.view.request.value;
  const at = told?.request ?? null;
  const inBatch = told?.batch ?? null;
  const request = run === null || at === null ? null : requestStory(run, at);
  const batch = run === null || inBatch === null ? null : batchStory(run, inBatch);
  return (
    <div class="timeline-story" role="status" aria-label="Story of a request" tabIndex={0}>
      {request === null && batch === null && (
        <p class="muted">
          Point at a bar to read a request’s story, or press the down arrow key in the timeline. A click or
          Enter keeps it.
        </p>
      )}
      {request !== null && (
        <div class="timeline-story-part">
          <h3>
            {request.title}
            {kept !== null && kept === at && <span class="timeline-story-kept">kept</span>}
          </h3>
          <p class={request.isLoss ? 'timeline-story-loss' : 'muted'}>{request.outcome}</p>
          <FactList facts={request.facts} />
        </div>
      )}
      {batch !== null && (
        <div class="timeline-story-part">
          <h3>{batch.title}</h3>
          <FactList facts={batch.facts} />
        </div>
      )}
    </div>
  );
}

function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl>
      {facts.map(({ name, value, note, part }) => (
        <div key={name}>
          <dt>
            {part !== undefined && <i class={`timeline-swatch ${part}`} />}
            {name}
          </dt>
          <dd>
            {unbroken(value)}
            {note !== undefined && <small>, {unbroken(note)}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
