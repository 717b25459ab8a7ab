/**
 * The colours of chip maps. Use of a resource is one hue in ten steps of even lightness, so that it can be told without
 * seeing colours and in a grey print; a number on a step has a contrast of at least 4.5 to 1. Links are of the opposite hue,
 * and their width says the same as their colour.
 */

export interface MapColours {
  /** Fill for 0-10 %, 10-20 %, ... 90-100 %, and what is written on it. */
  readonly use: readonly Step[];
  /** Links with up to 1/5, 2/5, ... 5/5 of the busiest link's messages. */
  readonly load: readonly string[];
}

export interface Step {
  readonly fill: string;
  readonly text: string;
}

const DARK_TEXT = "#0c1416";
const LIGHT_TEXT = "#ffffff";

/** On a light ground more use is darker. */
export const LIGHT: MapColours = {
  use: [
    ...["#d9f7f8", "#b5e2e5", "#93cdd3", "#72b7c0", "#54a1ad", "#388b99"].map((fill) => ({ fill, text: DARK_TEXT })),
    ...["#1f7484", "#075e6f", "#004958", "#003442"].map((fill) => ({ fill, text: LIGHT_TEXT })),
  ],
  load: ["#d98941", "#c36f31", "#ad5623", "#963d16", "#7f230b"],
};

/** On a dark ground more use is lighter. */
export const DARK: MapColours = {
  use: [
    ...["#13333a", "#144750", "#165c66", "#1c727c"].map((fill) => ({ fill, text: LIGHT_TEXT })),
    ...["#2b8c94", "#3c9ea4", "#55b4b7", "#72c9c9", "#91dfdc", "#b2f3ee"].map((fill) => ({ fill, text: DARK_TEXT })),
  ],
  load: ["#ad5b33", "#c47245", "#dc8b57", "#f3a46a", "#ffbe7e"],
};

/** Step of a share of use; what is over the limit has the last. */
export function useStep(used: number, max: number): number {
  return Math.max(0, Math.min(LIGHT.use.length - 1, Math.floor((LIGHT.use.length * used) / Math.max(1, max))));
}

/** Step of a link's messages beside the busiest's. */
export function loadStep(messages: number, busiest: number): number {
  return Math.max(0, Math.min(LIGHT.load.length - 1, Math.ceil((LIGHT.load.length * messages) / busiest) - 1));
}
