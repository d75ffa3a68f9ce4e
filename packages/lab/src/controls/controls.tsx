import { useLab } from '../state/lab-context.js';

export function Controls() {
  const { scenario, change, problem } = useLab();
  return (
    <form class="controls">
      <label>
        Batch size
        <input
          type="range"
          min="1"
          max="128"
          value={String(scenario.value.batchSize)}
          onInput={({ currentTarget }) => change({ batchSize: currentTarget.value })}
        />
        <output>{String(scenario.value.batchSize)}</output>
      </label>
      {problem.value && <p role="alert">{problem.value.message}</p>}
    </form>
  );
}
