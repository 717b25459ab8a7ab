/**
 * Anytime inference as measured: stop rules chosen on dev for a few losses of accuracy, each applied once to the test
 * set. The golden simulator counts what a sample took until it stopped; nothing is estimated.
 */
import type { EventProgram } from "../event/program.js";
import type { EventBatch } from "../event/run.js";
import { chooseStops, type Leads, leadsOf, type Stopped, stopAll } from "../sim/anytime.js";
import { goldenSimulator } from "../sim/golden.js";
import type { WorkOptions } from "../util/progress.js";
import type { AnytimePoint, AnytimeResult } from "../util/results.js";

export interface LabelledEvents {
  readonly events: EventBatch;
  readonly labels: ArrayLike<number>;
}

/** Points of dev accuracy that may be given away. */
const LOSSES = [0, 0.25, 0.5, 1] as const;

/** Chooses on dev, reads the test set. The program is the one that the events are for. */
export async function measureAnytime(
  program: EventProgram,
  dev: LabelledEvents,
  test: LabelledEvents,
  options: WorkOptions = {},
): Promise<AnytimeResult> {
  const onDev = await leadsOver(program, dev, "class sums over time, dev", options);
  const onTest = await leadsOver(program, test, "class sums over time, test", options);
  const percent = ({ correct }: Stopped, { labels }: LabelledEvents): number => (100 * correct) / Math.max(1, labels.length);
  const fullDev = stopAll(onDev, dev.labels);
  const full = stopAll(onTest, test.labels);
  const chosen = chooseStops(
    onDev,
    dev.labels,
    LOSSES.map((loss) => Math.floor((loss / 100) * dev.labels.length)),
  );
  const points = LOSSES.map((allowedLoss, i): AnytimePoint => {
    const stop = chosen[i];
    const outcome = stopAll(onTest, test.labels, stop?.rule);
    return {
      allowedLoss,
      ...(stop === undefined ? {} : { rule: stop.rule }),
      devAccuracy: percent(stop ?? fullDev, dev),
      accuracy: percent(outcome, test),
      sops: outcome.synapticOperations,
      timesteps: outcome.timesteps,
      stoppedPercent: (100 * outcome.stopped) / Math.max(1, test.labels.length),
    };
  });
  return {
    devSamples: dev.labels.length,
    full: {
      devAccuracy: percent(fullDev, dev),
      accuracy: percent(full, test),
      sops: full.synapticOperations,
      timesteps: full.timesteps,
    },
    points,
  };
}

async function leadsOver(program: EventProgram, { events }: LabelledEvents, stage: string, { signal, onProgress }: WorkOptions): Promise<Leads> {
  const { timeline } = await goldenSimulator(program).run(events, {
    timeline: true,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: (done, total) => onProgress({ stage, done, total }) }),
  });
  if (timeline === undefined) throw new Error("the golden simulator told no timeline");
  return leadsOf(timeline, program.readout);
}
