/** Clips of a program's weights, chosen on dev by the accuracy of the program itself. */
import type { EventProgram } from "../event/program.js";
import { bestClips } from "../util/clip-search.js";

/** What was chosen, and the accuracy that it had on dev. */
export interface ClipChoices {
  readonly hiddenClip: number;
  readonly outputClip: number;
  /** Percent. */
  readonly devAccuracy?: number;
  /** Programs judged. */
  readonly tried: number;
}

/** Shares of the largest weight that saturate nothing (1) or trade the largest weights for finer steps: the fewer bits, the more. */
const CLIPS = [1, 0.85, 0.7, 0.55] as const;
const CLIPS_OF_FEW_BITS = [...CLIPS, 0.4, 0.3, 0.2] as const;
const FEW_BITS = 5;

/** The clips that are tried for weights of a width, widest first. */
export function clipsFor(weightBits: number): readonly number[] {
  return weightBits > FEW_BITS ? CLIPS : CLIPS_OF_FEW_BITS;
}

/** The most accurate of the programs that `build` makes under the clips tried. */
export async function programOfBestClips(
  candidates: readonly number[],
  build: (hiddenClip: number, outputClip: number) => EventProgram,
  evaluate: (program: EventProgram) => Promise<number>,
): Promise<{ readonly program: EventProgram; readonly choices: ClipChoices }> {
  const { clips, value, accuracy, tried } = await bestClips(candidates, async ({ hidden, output }) => {
    const program = build(hidden, output);
    return { value: program, accuracy: await evaluate(program) };
  });
  return { program: value, choices: { hiddenClip: clips.hidden, outputClip: clips.output, devAccuracy: accuracy, tried } };
}
