import type { WaitRule } from 'lockstep/core';
import type { Engine } from 'lockstep/engine';
import { parseDuration, type ResolvedScenario, resolveScenario, type Scenario } from 'lockstep/scenario';
import type { SimulationOptions, SweepConfiguration } from 'lockstep/simulation';
import { openEngine } from '../engines/open-engine.js';
import { RememberingReader } from '../input/remembering-reader.js';
import { type LiveRunOptions, type LiveRunResult, runLive } from './live-run.js';
import { type LiveSettings, SIMULATED } from './live-settings.js';
import { filePrompts } from './prompt-file.js';
import { syntheticPrompts } from './synthetic-prompts.js';

/** A scenario with an engine that is ready to run it. */
export interface LiveStudy {
  readonly engine: Engine;
  readonly configurations: ResolvedScenario['configurations'];
  /** What the reader of a result has to know, in plain sentences. */
  readonly notes: readonly string[];
  optionsOf(configuration: SweepConfiguration<WaitRule>): SimulationOptions;
  /** Runs one configuration; one at a time. */
  run(
    configuration: SweepConfiguration<WaitRule>,
    watch: Pick<LiveRunOptions, 'signal' | 'onProgress' | 'record'>,
  ): Promise<LiveRunResult>;
  close(): Promise<void>;
}

/**
 * Opens the engine and builds what the scenario names.
 * @throws whatever is wrong with either
 */
export async function openLiveStudy(scenario: Scenario, settings: LiveSettings): Promise<LiveStudy> {
  const { readText } = new RememberingReader();
  const { configurations, optionsOf, notes } = resolveScenario(scenario, readText);
  const { generation, speed } = settings;
  const { cost } = optionsOf(configurations[0]!);
  const { requestTimeout } = scenario;
  const requestTimeoutMs = requestTimeout === undefined ? Infinity : parseDuration(requestTimeout);
  const written =
    settings.prompts === null ? null : filePrompts(settings.prompts, readText(settings.prompts));
  const engine = await openEngine(settings.engine, {
    maxBatchSize: Math.max(...configurations.map(({ batchSize }) => batchSize)),
    model: settings.model,
    upstreamKeyEnv: settings.upstreamKeyEnv,
    cost,
    speed,
  });
  const prompts = written ?? syntheticPrompts(engine);
  return {
    engine,
    configurations,
    notes: [...notes, prompts.note],
    optionsOf,
    run: (configuration, watch) =>
      runLive({
        engine,
        simulation: optionsOf(configuration),
        cost: settings.engine === SIMULATED ? cost : null,
        prompts,
        generation,
        requestTimeoutMs,
        speed,
        ...watch,
      }),
    close: () => engine.dispose(),
  };
}
