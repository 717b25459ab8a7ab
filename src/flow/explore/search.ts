/**
 * The climb of configurations over the rungs: trials side by side, each kept in a file of its own as soon as it is finished, and
 * read from there when its turn comes again.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ensureWritableDirectory, writeFileAtomic } from "../../tools/files.js";
import { type Budget, type Configuration, configurationName, parseStoredTrial, type StoredTrial, type Tried } from "../../util/exploration.js";
import type { WorkOptions } from "../../util/progress.js";
import { hashOf, json } from "../bundle.js";
import type { Config } from "../config.js";
import { buildIdentity } from "../package.js";
import type { TrialRunner } from "./children.js";
import { isWithin } from "./cost.js";
import { deadlineOf, promotedOf } from "./halving.js";

export interface SearchOptions extends WorkOptions {
  /** Folder of the trials. */
  readonly folder: string;
  /** What all trials share: data, preset, embeddings, seed. */
  readonly base: Config;
  /** Hash of all texts and labels. */
  readonly content: string;
  /** Epochs of each rung, ascending. */
  readonly rungs: readonly number[];
  readonly budget: Budget;
  /** Minutes after which no trial starts. */
  readonly minutes?: number;
  /** Trials side by side. */
  readonly jobs: number;
  readonly runner: TrialRunner;
  /** A line for each trial. */
  readonly note?: (line: string) => void;
}

/** A configuration on its way up. */
interface Candidate {
  readonly number: number;
  readonly configuration: Configuration;
  trial?: StoredTrial;
  seconds: number;
}

/**
 * Tries the configurations: all on the first rung, the best third of them on the next one, and so on. Those that no time was
 * left for are missing in the result. An abort ends the search as the end of its time does, without waiting for what runs.
 */
export async function search(configurations: readonly Configuration[], options: SearchOptions): Promise<Tried[]> {
  ensureWritableDirectory(options.folder);
  const candidates = configurations.map((configuration, at): Candidate => ({ number: at + 1, configuration, seconds: 0 }));
  const climb = createClimb(candidates, options);
  let chosen: readonly Candidate[] = candidates;
  for (let rung = 0; rung < options.rungs.length; rung++) {
    await climb(chosen, rung);
    chosen = promoted(chosen, options.rungs[rung], options.budget);
  }
  return candidates.flatMap(({ number, configuration, trial, seconds }): Tried[] => {
    if (trial === undefined) return [];
    const { epochs, outcome } = trial;
    const isOverBudget = outcome.kind === "measured" && !isWithin(options.budget, outcome.measurement);
    return [{ number, configuration, epochs, outcome, seconds, isOverBudget }];
  });
}

/** Of those that were measured on this rung and are within the budget. */
function promoted(chosen: readonly Candidate[], epochs: number, budget: Budget): Candidate[] {
  const points = chosen.flatMap((candidate) => {
    const { trial } = candidate;
    if (trial === undefined || trial.epochs !== epochs || trial.outcome.kind !== "measured") return [];
    return isWithin(budget, trial.outcome.measurement) ? [{ ...trial.outcome.measurement, candidate }] : [];
  });
  return promotedOf(points).map(({ candidate }) => candidate);
}

/** Runs one rung's trials after another's; its clock starts now. */
function createClimb(all: readonly Candidate[], options: SearchOptions): (chosen: readonly Candidate[], rung: number) => Promise<void> {
  const { rungs, jobs, minutes, signal, onProgress, note } = options;
  const started = performance.now();
  const minutesPassed = (): number => (performance.now() - started) / 60_000;
  const findTrial = createTrials(options);
  return async (chosen, rung) => {
    const epochs = rungs[rung];
    const stage = `rung ${rung + 1} of ${rungs.length}: ${epochs} epoch${epochs === 1 ? "" : "s"} a stage`;
    const deadline = minutes === undefined ? Number.POSITIVE_INFINITY : minutes * deadlineOf(rung, rungs.length);
    const seconds: number[] = [];
    let done = 0;
    const tell = (): void =>
      onProgress?.({
        stage,
        done,
        total: chosen.length,
        note: progressNote(all, timeLeft(seconds, chosen.length - done, jobs, deadline - minutesPassed())),
      });
    tell();
    await sideBySide(chosen, jobs, async (candidate) => {
      const found = await findTrial(candidate.configuration, epochs, () => signal?.aborted !== true && minutesPassed() < deadline);
      done++;
      if (found === undefined) return;
      const { trial, isOld } = found;
      candidate.trial = trial;
      candidate.seconds += trial.seconds;
      if (!isOld) seconds.push(trial.seconds);
      note?.(`${stage}, ${configurationName(candidate.configuration)}: ${told(trial)}${isOld ? " (tried before)" : ""}`);
      tell();
    });
  };
}

/** Finds a trial's result: in the folder, or by running it if it may still start. */
function createTrials({ folder, base, content, rungs, runner, signal }: SearchOptions) {
  const shared = JSON.stringify([base, process.env.SNNC_BACKEND ?? "", sizeOf(base.embeddings), content, buildIdentity()]);
  return async (
    configuration: Configuration,
    epochs: number,
    mayStart: () => boolean,
  ): Promise<{ readonly trial: StoredTrial; readonly isOld: boolean } | undefined> => {
    const path = join(folder, `${hashOf([shared, JSON.stringify(configuration), `${epochs} of ${rungs.at(-1)}`]).slice(0, 16)}.json`);
    const known = existsSync(path) ? parseStoredTrial(readFileSync(path, "utf8")) : undefined;
    if (known !== undefined) return { trial: known, isOld: true };
    if (!mayStart()) return undefined;
    const start = performance.now();
    try {
      const outcome = await runner({ base, configuration, epochs, isSketch: epochs !== rungs.at(-1) }, signal);
      const trial: StoredTrial = { configuration, epochs, outcome, seconds: (performance.now() - start) / 1000 };
      if (outcome.kind === "measured" || outcome.isFinal) writeFileAtomic(path, json(trial));
      return { trial, isOld: false };
    } catch (error) {
      if (signal?.aborted === true) return undefined;
      throw error;
    }
  };
}

/** Size of a file of word vectors: another file is another search. */
function sizeOf(embeddings: string | undefined): number {
  return embeddings === undefined ? 0 : (statSync(embeddings, { throwIfNoEntry: false })?.size ?? 0);
}

function told({ outcome, seconds }: StoredTrial): string {
  if (outcome.kind === "failed") return `failed: ${outcome.reason}`;
  const { devAccuracy, operations, tableBytes } = outcome.measurement;
  return `dev ${devAccuracy.toFixed(2)} %, ${whole(operations)} operations, ${whole(tableBytes)} bytes, ${seconds.toFixed(0)} s`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Minutes until the rung's trials are done, or its time is over; undefined before the first new one is finished. */
function timeLeft(seconds: readonly number[], trials: number, jobs: number, minutesAllowed: number): number | undefined {
  if (seconds.length === 0) return undefined;
  const each = seconds.reduce((sum, one) => sum + one, 0) / seconds.length;
  return Math.max(0, Math.min((trials * each) / jobs / 60, minutesAllowed));
}

function progressNote(candidates: readonly Candidate[], minutesLeft: number | undefined): string {
  const accuracies = candidates.flatMap(({ trial }) => (trial?.outcome.kind === "measured" ? [trial.outcome.measurement.devAccuracy] : []));
  return [
    ...(accuracies.length === 0 ? [] : [`best dev ${Math.max(...accuracies).toFixed(2)} %`]),
    ...(minutesLeft === undefined ? [] : [`${minutesLeft.toFixed(1)} min left on this rung`]),
  ].join(", ");
}

/** Works through the items in their order, so many at a time; the first error stops what has not begun. */
async function sideBySide<T>(items: readonly T[], jobs: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(item);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, worker));
}
