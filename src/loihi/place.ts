/**
 * Which physical core each mapped core becomes: the tiles nearest to the corner, and within them an annealed order that
 * lets spikes make few hops (XY routing, unicast). Deterministic by seed.
 */
import { createRandom } from "../util/random.js";
import { type Objective, tileOf } from "./mapping.js";
import type { LoihiTarget } from "./target.js";

/** Hops between two cores, XY routing; chips lie side by side. */
export function hopsBetween(mesh: LoihiTarget["mesh"], a: number, b: number): { eastWest: number; northSouth: number } {
  const from = tileOf(mesh, a);
  const to = tileOf(mesh, b);
  return {
    eastWest: Math.abs(from.chip * mesh.tilesX + from.x - (to.chip * mesh.tilesX + to.x)),
    northSouth: Math.abs(from.y - to.y),
  };
}

/**
 * Physical core of each mapped core. `flow` [cores x cores]: spikes from core i to core j. Annealing swaps two places at
 * a time; its temperature falls from the mean flow to nothing.
 */
export function placeCores(cores: number, flow: Float64Array, target: LoihiTarget, options: { seed: number; objective: Objective }): Uint16Array {
  const { mesh } = target;
  const tilesNeeded = Math.ceil(cores / mesh.coresPerTile);
  const tiles = Array.from({ length: mesh.chips * mesh.tilesX * mesh.tilesY }, (_, tile) => tile)
    .sort((a, b) => distanceFromCorner(mesh, a) - distanceFromCorner(mesh, b) || a - b)
    .slice(0, tilesNeeded);
  const places = tiles.flatMap((tile) => Array.from({ length: mesh.coresPerTile }, (_, place) => tile * mesh.coresPerTile + place));
  // occupant[p] = mapped core at places[p]; those beyond `cores` are empty.
  const occupant = places.map((_, place) => place);
  const placeOf = places.map((_, place) => place);
  const total = flow.reduce((sum, spikes) => sum + spikes, 0);
  if (options.objective === "traffic" && total > 0 && tilesNeeded > 1) {
    const distance = places.map((a) => places.map((b) => distanceBetween(mesh, a, b)));
    const costAt = (core: number, place: number, other: number): number => {
      if (core >= cores) return 0;
      let cost = 0;
      for (let peer = 0; peer < cores; peer++) {
        if (peer !== core && peer !== other) cost += (flow[core * cores + peer] + flow[peer * cores + core]) * distance[place][placeOf[peer]];
      }
      return cost;
    };
    const random = createRandom(options.seed);
    const moves = Math.min(200_000, 200 * places.length * places.length);
    const hottest = total / cores;
    for (let move = 0; move < moves; move++) {
      const temperature = hottest * (1 - move / moves) ** 3;
      const p = random.integer(places.length);
      const r = random.integer(places.length);
      const a = occupant[p];
      const b = occupant[r];
      if (p === r || distance[p][r] === 0 || (a >= cores && b >= cores)) continue;
      const delta = costAt(a, r, b) + costAt(b, p, a) - costAt(a, p, b) - costAt(b, r, a);
      if (delta > 0 && (temperature <= 0 || random.uniform() >= Math.exp(-delta / temperature))) continue;
      occupant[p] = b;
      occupant[r] = a;
      placeOf[a] = r;
      placeOf[b] = p;
    }
  }
  return Uint16Array.from({ length: cores }, (_, core) => places[placeOf[core]]);
}

function distanceBetween(mesh: LoihiTarget["mesh"], a: number, b: number): number {
  const { eastWest, northSouth } = hopsBetween(mesh, a, b);
  return eastWest + northSouth;
}

function distanceFromCorner(mesh: LoihiTarget["mesh"], tile: number): number {
  const { chip, x, y } = tileOf(mesh, tile * mesh.coresPerTile);
  return chip * (mesh.tilesX + mesh.tilesY) + x + y;
}
