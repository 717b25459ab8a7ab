/** What bringing messages from core to core costs: in hops, or in picojoules by a chip's published costs. */

export interface MessageCosts {
  /** Of every message. */
  readonly axonOut: number;
  /** Of a message within a tile, to its own core included. */
  readonly withinTile: number;
  readonly hopEastWest: number;
  readonly hopNorthSouth: number;
}

/** Every hop alike, nothing else. */
export const HOPS: MessageCosts = { axonOut: 0, withinTile: 0, hopEastWest: 1, hopNorthSouth: 1 };
