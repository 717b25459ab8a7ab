/**
 * Where everything of a chip map lies, in pixels: chips, tiles, cores and the links between tiles. A small chip is drawn
 * whole; of a large one the part in use. Up to 512 cores are squares of their own inside their tiles; beyond that a square
 * is a tile, or a block of b x b tiles, so that there are never more than 640 squares and each has room for a number.
 */
import type { ChipPlan, LinkPlan, MappingResult } from "../util/results.js";

export interface ChipLayout {
  readonly width: number;
  readonly height: number;
  /** Side of a square. */
  readonly side: number;
  /** A square is a core, or `tiles` x `tiles` tiles. */
  readonly square: { readonly kind: "core" } | { readonly kind: "tiles"; readonly tiles: number };
  readonly squares: readonly Square[];
  /** Outlines of tiles that hold several squares. */
  readonly tiles: readonly Box[];
  /** Names of chips (where there are several), columns and rows of tiles. */
  readonly labels: readonly Label[];
  /** Where neighbours are linked, loaded or not. */
  readonly wires: readonly Segment[];
  readonly arrows: readonly Arrow[];
  /** Tiles of the target that are idle and lie outside what is drawn. */
  readonly tilesLeftOut: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Square {
  readonly x: number;
  readonly y: number;
  /** "core 12, tile 3,0". */
  readonly name: string;
  /** Cores of the target inside it, and those in use as indices into `utilization`. */
  readonly cores: number;
  readonly used: readonly number[];
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly text: string;
}

export interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Tail at (x1, y1), tip at (x2, y2); the widest that has room is `room` wide. */
export interface Arrow extends Segment {
  readonly from: string;
  readonly to: string;
  readonly towards: LinkPlan["towards"];
  readonly messages: number;
  readonly room: number;
}

const WIDTH = 990;
const LEFT = 26;
/** Room for the columns' numbers, and above them for a chip's name. */
const TOP = 20;
const NAME = 18;
const BETWEEN_CHIPS = 26;
/** A chip of so few tiles is drawn whole. */
const SMALL_CHIP = 64;
const FEWEST_COLUMNS = 8;
const FEWEST_ROWS = 4;
const MOST_CORES = 512;
const MOST_SQUARES = 640;
const MOST_COLUMNS = 32;
/** Where several chips are drawn in lines: columns that leave room for cores inside tiles, or for squares if they are few. */
const FEWER_COLUMNS = 16;
const FEW_SQUARES = 256;
/** Length of an arrow to a chip of another line. */
const STUB = 18;
const MOST_PITCH = 120;
/** Share of the pitch that lies between tiles: more where a tile is a square, so that arrows can be told apart. */
const GAP_SHARE = 0.2;
const GAP_SHARE_OF_SQUARES = 0.3;

/** A block of tiles; x and y are of its upper left corner. */
interface Block extends Box {
  readonly name: string;
}

/** What part of the target is drawn, and how coarsely. */
interface View {
  readonly chips: number;
  readonly tilesX: number;
  readonly tilesY: number;
  /** Tiles along a block's side. */
  readonly tiles: number;
  readonly columns: number;
  readonly rows: number;
  readonly hasCores: boolean;
}

/** Places everything. Pure: the same mapping lies the same. */
export function layoutChip({ utilization }: MappingResult, plan: ChipPlan): ChipLayout {
  const { mesh } = plan;
  const view = viewOf(
    utilization.map(({ core }) => core),
    mesh,
  );
  const { columns, rows, chips } = view;
  const isInside = view.hasCores && mesh.coresPerTile > 1;
  const acrossMost = isInside || chips * columns * rows <= FEW_SQUARES ? FEWER_COLUMNS : MOST_COLUMNS;
  const perLine = Math.min(chips, Math.max(1, Math.floor(acrossMost / columns)));
  const lines = Math.ceil(chips / perLine);
  // Beside chips that go on in the next line there is room for the arrows between the lines.
  const aside = lines > 1 ? STUB : 0;
  const left = LEFT + aside;
  const pitch = Math.min(MOST_PITCH, Math.floor((WIDTH - left - aside - (perLine - 1) * BETWEEN_CHIPS) / (perLine * columns)));
  const gap = Math.max(4, Math.round(pitch * (isInside ? GAP_SHARE : GAP_SHARE_OF_SQUARES)));
  const top = TOP + (chips > 1 ? NAME : 0);
  const chipWidth = columns * pitch - gap;
  const chipHeight = rows * pitch - gap;
  const corner = (chip: number): { x: number; y: number } => ({
    x: left + (chip % perLine) * (chipWidth + BETWEEN_CHIPS),
    y: top + Math.floor(chip / perLine) * (chipHeight + BETWEEN_CHIPS + top),
  });
  const blocks: Block[] = [];
  for (let chip = 0; chip < chips; chip++) {
    const { x, y } = corner(chip);
    for (let block = 0; block < columns * rows; block++) {
      const column = block % columns;
      const row = Math.floor(block / columns);
      const size = { width: pitch - gap, height: pitch - gap };
      blocks.push({ x: x + column * pitch, y: y + row * pitch, ...size, name: nameOfTile(chip, column, row, view) });
    }
  }
  const blockOf = (x: number, y: number): number => {
    const chip = Math.floor(x / mesh.tilesX);
    return (chip * rows + Math.floor(y / view.tiles)) * columns + Math.floor((x % mesh.tilesX) / view.tiles);
  };
  const { squares, side } = squaresOf(utilization, mesh, view, blocks, blockOf);
  return {
    width: Math.max(left + perLine * (chipWidth + BETWEEN_CHIPS) - BETWEEN_CHIPS + aside + 1, LEGEND_WIDTH),
    height: lines * (top + chipHeight + BETWEEN_CHIPS) - BETWEEN_CHIPS + 1,
    side,
    square: view.hasCores ? { kind: "core" } : { kind: "tiles", tiles: view.tiles },
    squares,
    tiles: isInside ? blocks : [],
    labels: labelsOf(view, pitch, gap, corner, perLine),
    wires: wiresOf(view, blocks, gap),
    arrows: arrowsOf(plan, blocks, blockOf, gap),
    tilesLeftOut: mesh.chips * mesh.tilesX * mesh.tilesY - chips * view.tilesX * view.tilesY,
  };
}

/** What the legend needs. */
const LEGEND_WIDTH = 760;

function viewOf(ids: readonly number[], { chips, tilesX, tilesY, coresPerTile }: ChipPlan["mesh"]): View {
  const tiles = ids.map((id) => Math.floor(id / coresPerTile));
  const used = Math.max(0, ...tiles.map((tile) => Math.floor(tile / (tilesX * tilesY)))) + 1;
  const isSmall = tilesX * tilesY <= SMALL_CHIP;
  const width = isSmall ? tilesX : Math.min(tilesX, Math.max(FEWEST_COLUMNS, ...tiles.map((tile) => (tile % tilesX) + 1)));
  const height = isSmall
    ? tilesY
    : Math.min(tilesY, Math.max(FEWEST_ROWS, ...tiles.map((tile) => Math.floor((tile % (tilesX * tilesY)) / tilesX) + 1)));
  const drawn = Math.min(chips, used);
  let side = 1;
  while (drawn * Math.ceil(width / side) * Math.ceil(height / side) > MOST_SQUARES || Math.ceil(width / side) > MOST_COLUMNS) side++;
  return {
    chips: drawn,
    tilesX: width,
    tilesY: height,
    tiles: side,
    columns: Math.ceil(width / side),
    rows: Math.ceil(height / side),
    hasCores: side === 1 && (coresPerTile === 1 || drawn * width * height * coresPerTile <= MOST_CORES),
  };
}

/** "tile 3,0", "chip 2, tile 3,0", "tiles 2,0 to 3,1". */
function nameOfTile(chip: number, column: number, row: number, { chips, tiles, tilesX, tilesY }: View): string {
  const at = `${column * tiles},${row * tiles}`;
  const last = `${Math.min(tilesX, (column + 1) * tiles) - 1},${Math.min(tilesY, (row + 1) * tiles) - 1}`;
  return `${chips > 1 ? `chip ${chip}, ` : ""}${last === at ? `tile ${at}` : `tiles ${at} to ${last}`}`;
}

function squaresOf(
  utilization: MappingResult["utilization"],
  { tilesX, tilesY, coresPerTile }: ChipPlan["mesh"],
  view: View,
  blocks: readonly Block[],
  blockOf: (x: number, y: number) => number,
): { squares: Square[]; side: number } {
  const inside = view.hasCores ? coresPerTile : 1;
  const across = Math.ceil(Math.sqrt(inside));
  const tile = blocks[0]?.width ?? 0;
  const margin = inside === 1 ? 0 : Math.max(1.5, 0.035 * tile);
  const side = Math.floor((tile - (across + 1) * margin) / across);
  const start = (tile - across * side - (across - 1) * margin) / 2;
  const used = blocks.map(() => Array.from({ length: inside }, (): number[] => []));
  utilization.forEach(({ core }, index) => {
    const place = Math.floor(core / coresPerTile);
    const chip = Math.floor(place / (tilesX * tilesY));
    const block = blockOf(chip * tilesX + (place % tilesX), Math.floor((place % (tilesX * tilesY)) / tilesX));
    used[block]?.[view.hasCores ? core % coresPerTile : 0]?.push(index);
  });
  const firstCore = (block: number): number => {
    const chip = Math.floor(block / (view.columns * view.rows));
    const row = Math.floor((block % (view.columns * view.rows)) / view.columns);
    return ((chip * tilesY + row) * tilesX + (block % view.columns)) * coresPerTile;
  };
  const squares = blocks.flatMap(({ x, y, name }, block) =>
    Array.from({ length: inside }, (_, place) => ({
      x: x + start + (place % across) * (side + margin),
      y: y + start + Math.floor(place / across) * (side + margin),
      name: view.hasCores ? `core ${firstCore(block) + place}, ${name}` : name,
      cores: view.hasCores ? 1 : coresPerTile * tilesOfBlock(block, view),
      used: used[block]?.[place] ?? [],
    })),
  );
  return { squares, side };
}

/** Tiles in a block; those at the edge may hold fewer. */
function tilesOfBlock(block: number, { columns, rows, tiles, tilesX, tilesY }: View): number {
  const column = block % columns;
  const row = Math.floor((block % (columns * rows)) / columns);
  return Math.min(tiles, tilesX - column * tiles) * Math.min(tiles, tilesY - row * tiles);
}

function labelsOf(view: View, pitch: number, gap: number, corner: (chip: number) => { x: number; y: number }, perLine: number): Label[] {
  const labels: Label[] = [];
  // Numbers of columns and rows that stand too close are written for every second or fourth only.
  const step = pitch >= 26 ? 1 : pitch >= 14 ? 2 : 4;
  for (let chip = 0; chip < view.chips; chip++) {
    const { x, y } = corner(chip);
    if (view.chips > 1) labels.push({ x, y: y - TOP - 3, anchor: "start", text: `chip ${chip}` });
    for (let column = 0; column < view.columns; column += step) {
      labels.push({ x: x + column * pitch + (pitch - gap) / 2, y: y - 7, anchor: "middle", text: String(column * view.tiles) });
    }
    if (chip % perLine > 0) continue;
    for (let row = 0; row < view.rows; row += step) {
      labels.push({
        x: x - 8 - (view.chips > perLine ? STUB : 0),
        y: y + row * pitch + (pitch - gap) / 2 + 4,
        anchor: "end",
        text: String(row * view.tiles),
      });
    }
  }
  return labels;
}

function wiresOf({ chips, columns, rows }: View, blocks: readonly Block[], gap: number): Segment[] {
  const wires: Segment[] = [];
  for (let chip = 0; chip < chips; chip++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const { x, y, width, height } = blocks[(chip * rows + row) * columns + column] ?? { x: 0, y: 0, width: 0, height: 0 };
        if (column + 1 < columns) wires.push({ x1: x + width, y1: y + height / 2, x2: x + width + gap, y2: y + height / 2 });
        if (row + 1 < rows) wires.push({ x1: x + width / 2, y1: y + height, x2: x + width / 2, y2: y + height + gap });
      }
    }
  }
  return wires;
}

/** Loads of the links between blocks; what stays inside a block is not drawn. */
function arrowsOf({ links }: ChipPlan, blocks: readonly Block[], blockOf: (x: number, y: number) => number, gap: number): Arrow[] {
  const sums = new Map<string, { from: number; to: number; towards: LinkPlan["towards"]; messages: number }>();
  for (const { x, y, towards, messages } of links) {
    const from = blockOf(x, y);
    const to = blockOf(x + STEP[towards].x, y + STEP[towards].y);
    if (from === to) continue;
    const key = `${from} ${towards}`;
    sums.set(key, { from, to, towards, messages: messages + (sums.get(key)?.messages ?? 0) });
  }
  return [...sums.values()].flatMap(({ from, to, towards, messages }) => {
    const [tail, tip] = [blocks[from], blocks[to]];
    if (tail === undefined || tip === undefined) return [];
    return [{ ...segmentOf(tail, tip, towards, gap), from: tail.name, to: tip.name, towards, messages, room: 0.42 * gap }];
  });
}

const STEP: Readonly<Record<LinkPlan["towards"], { readonly x: number; readonly y: number }>> = {
  east: { x: 1, y: 0 },
  west: { x: -1, y: 0 },
  south: { x: 0, y: 1 },
  north: { x: 0, y: -1 },
};

/** The two directions of a pair of tiles pass each other on the right. Where the next chip lies on the next line, the arrow is a stub. */
function segmentOf(from: Box, to: Box, towards: LinkPlan["towards"], gap: number): Segment {
  const lane = 0.27 * gap;
  const inset = Math.min(2, gap / 8);
  const step = STEP[towards];
  const isStub = step.x !== 0 && to.y !== from.y;
  if (step.x !== 0) {
    const y = from.y + from.height / 2 + step.x * lane;
    const x1 = step.x > 0 ? from.x + from.width + inset : from.x - inset;
    const x2 = isStub ? x1 + step.x * (STUB - 2 * inset) : step.x > 0 ? to.x - inset : to.x + to.width + inset;
    return { x1, y1: y, x2, y2: y };
  }
  const x = from.x + from.width / 2 - step.y * lane;
  return step.y > 0
    ? { x1: x, y1: from.y + from.height + inset, x2: x, y2: to.y - inset }
    : { x1: x, y1: from.y - inset, x2: x, y2: to.y + to.height + inset };
}
