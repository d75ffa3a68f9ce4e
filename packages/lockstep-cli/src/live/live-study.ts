import type { Engine } from 'lockstep/engine';
import { type ResolvedScenario, type Scenario, scenarioResolver } from 'lockstep/scenario';
import { openEngine } from '../engines/open-engine.js';
import { RememberingReader } from '../input/remembering-reader.js';
import { type LiveRunOptions, type LiveRunResult, runLive } from './live-run.js';
import { type LiveSettings, SIMULATED } from './live-settings.js';
import { filePrompts } from './prompt-file.js';
import { syntheticPrompts } from './synthetic-prompts.js';

/** Scenarios with an engine that is ready to run them. */
export interface LiveStudy {
  readonly engine: Engine;
  /** What the reader of a result has to know, in plain sentences. */
  readonly notes: readonly string[];
  /** One of the scenarios with its files read; cheap. */
  resolve(scenario: Scenario): ResolvedScenario;
  /** Runs one of the scenarios; one at a time. */
  run(
    resolved: ResolvedScenario,
    watch: Pick<LiveRunOptions, 'signal' | 'onProgress' | 'record'>,
  ): Promise<LiveRunResult>;
  close(): Promise<void>;
}

/**
 * Opens the engine and builds what scenarios name.
 * @param scenarios at least one, all with the same cost model
 * @throws whatever is wrong with either
 */
export async function openLiveStudy(
  scenarios: readonly Scenario[],
  settings: LiveSettings,
): Promise<LiveStudy> {
  const { readText } = new RememberingReader();
  const resolve = scenarioResolver(readText);
  const resolved = scenarios.map(resolve);
  const { generation, speed } = settings;
  const { cost } = resolved[0]!.options();
  const written =
    settings.prompts === null ? null : filePrompts(settings.prompts, readText(settings.prompts));
  const engine = await openEngine(settings.engine, {
    maxBatchSize: Math.max(...resolved.map(({ configuration }) => configuration.batchSize)),
    model: settings.model,
    upstreamKeyEnv: settings.upstreamKeyEnv,
    cost,
    speed,
  });
  const prompts = written ?? syntheticPrompts(engine);
  return {
    engine,
    notes: [...new Set(resolved.flatMap(({ notes }) => notes)), prompts.note],
    resolve,
    run(run, watch) {
      const simulation = run.options();
      const { requestTimeoutMs } = simulation;
      return runLive({
        engine,
        simulation,
        cost: settings.engine === SIMULATED ? cost : null,
        prompts,
        generation,
        requestTimeoutMs: typeof requestTimeoutMs === 'number' ? requestTimeoutMs : Infinity,
        speed,
        ...watch,
      });
    },
    close: () => engine.dispose(),
  };
}
