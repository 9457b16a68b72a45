// The stage graph as a picture: columns by depth, images on the left, one box a stage, drawn as SVG.

import type { StageEdge, StageGraph } from './protocol';

export interface Box {
  /** "stage 2" or "image alpine:3.20": what an edge's end names. */
  key: string;
  title: string;
  detail: string;
  kind: 'image' | 'stage' | 'target';
  /** The line to go to, from 0; undefined for an image. */
  line: number | undefined;
  column: number;
  row: number;
}

export interface Arrow {
  from: string;
  to: string;
  kind: StageEdge['kind'];
  /** How many edges of this kind run between the two. */
  times: number;
}

export interface Picture {
  boxes: Box[];
  arrows: Arrow[];
}

const NARROWEST = 120;
/** Pixels that a letter takes: of a title, and of what stands below it. Both are written in the editor's font, where all are as wide. */
const LETTER = { title: 8, detail: 7 };
const PADDING = 12;
const LONGEST = 60;
const HEIGHT = 48;
const GAP_X = 52;
const GAP_Y = 26;
const MARGIN = 20;
/** How far apart arrows run that pass below the boxes. */
const LANE = 12;

export function layout(graph: StageGraph): Picture {
  const arrows = gather(graph.edges);
  const boxes = [...images(graph), ...stages(graph)];
  const depth = depths(boxes, arrows);
  const rows = new Map<number, number>();
  for (const box of boxes) {
    box.column = depth.get(box.key) ?? 0;
    box.row = rows.get(box.column) ?? 0;
    rows.set(box.column, box.row + 1);
  }
  return { boxes, arrows };
}

export function svg(picture: Picture): string {
  const columns = widths(picture.boxes);
  const rows = Math.max(0, ...picture.boxes.map((box) => box.row)) + 1;
  const width = columns.reduce((sum, one) => sum + one + GAP_X, 2 * MARGIN - GAP_X);
  const places = new Map(picture.boxes.map((box) => [box.key, box]));
  const bottom = MARGIN + rows * (HEIGHT + GAP_Y) - GAP_Y / 2;
  const long = picture.arrows.filter((arrow) => isLong(arrow, places));
  const height = bottom + MARGIN + long.length * LANE;
  const arrows = picture.arrows.map((arrow) => drawArrow(arrow, places, columns, bottom + long.indexOf(arrow) * LANE)).join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Stage graph">` +
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" class="tip"/></marker></defs>' +
    `${arrows}${picture.boxes.map((box) => drawBox(box, columns)).join('')}</svg>`
  );
}

export function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function key(end: number | string): string {
  return typeof end === 'number' ? `stage ${end}` : `image ${end}`;
}

function gather(edges: readonly StageEdge[]): Arrow[] {
  const found = new Map<string, Arrow>();
  for (const edge of edges) {
    const arrow: Arrow = { from: key(edge.from), to: key(edge.to), kind: edge.kind, times: 1 };
    const name = `${arrow.kind}\n${arrow.from}\n${arrow.to}`;
    const known = found.get(name);
    if (known) {
      known.times += 1;
    } else {
      found.set(name, arrow);
    }
  }
  return [...found.values()];
}

function images(graph: StageGraph): Box[] {
  const names = new Set(graph.edges.map((edge) => edge.from).filter((from): from is string => typeof from === 'string'));
  return [...names].map((name) => ({ key: key(name), title: name, detail: 'image', kind: 'image', line: undefined, column: 0, row: 0 }));
}

function stages(graph: StageGraph): Box[] {
  const last = graph.stages.at(-1)?.index;
  return graph.stages.map((stage) => ({
    key: key(stage.index),
    title: stage.name ?? `stage ${stage.index}`,
    detail: `FROM ${stage.base}`,
    kind: (stage.target ?? stage.index === last) ? 'target' : 'stage',
    line: stage.line,
    column: 0,
    row: 0,
  }));
}

/** How many arrows lie on the longest way to each box. Arrows that would close a circle are not followed. */
function depths(boxes: readonly Box[], arrows: readonly Arrow[]): Map<string, number> {
  const into = new Map<string, string[]>();
  for (const arrow of arrows) {
    into.set(arrow.to, [...(into.get(arrow.to) ?? []), arrow.from]);
  }
  const known = new Map<string, number>();
  const open = new Set<string>();
  const depth = (box: string): number => {
    const found = known.get(box);
    if (found !== undefined || open.has(box)) {
      return found ?? -1;
    }
    open.add(box);
    const value = 1 + Math.max(-1, ...(into.get(box) ?? []).map(depth));
    open.delete(box);
    known.set(box, value);
    return value;
  };
  for (const box of boxes) {
    depth(box.key);
  }
  return known;
}

/** The width of each column: that of its longest text. */
function widths(boxes: readonly Box[]): number[] {
  const found: number[] = [NARROWEST];
  for (const box of boxes) {
    const needed = 2 * PADDING + Math.max(clip(box.title).length * LETTER.title, clip(box.detail).length * LETTER.detail);
    found[box.column] = Math.max(found[box.column] ?? NARROWEST, needed);
  }
  return Array.from(found, (width: number | undefined) => width ?? NARROWEST);
}

function corner(box: Box, columns: readonly number[]): { x: number; y: number; right: number } {
  const x = columns.slice(0, box.column).reduce((sum, width) => sum + width + GAP_X, MARGIN);
  return { x, y: MARGIN + box.row * (HEIGHT + GAP_Y), right: x + (columns[box.column] ?? NARROWEST) };
}

function drawBox(box: Box, columns: readonly number[]): string {
  const { x, y, right } = corner(box, columns);
  const jump = box.line === undefined ? '' : ` data-line="${box.line}" tabindex="0" role="button"`;
  return (
    `<g class="box ${box.kind}"${jump}><title>${escape(`${box.title}: ${box.detail}`)}</title>` +
    `<rect x="${x}" y="${y}" width="${right - x}" height="${HEIGHT}" rx="6"/>` +
    `<text x="${x + PADDING}" y="${y + 20}" class="title">${escape(clip(box.title))}</text>` +
    `<text x="${x + PADDING}" y="${y + 38}" class="detail">${escape(clip(box.detail))}</text></g>`
  );
}

/** Whether an arrow has boxes between its ends, which it must not cross. */
function isLong(arrow: Arrow, places: ReadonlyMap<string, Box>): boolean {
  return (places.get(arrow.to)?.column ?? 0) - (places.get(arrow.from)?.column ?? 0) > 1;
}

function drawArrow(arrow: Arrow, places: ReadonlyMap<string, Box>, columns: readonly number[], lane: number): string {
  const from = places.get(arrow.from);
  const to = places.get(arrow.to);
  if (from === undefined || to === undefined) {
    return '';
  }
  const shift = arrow.kind === 'base' ? -6 : 6;
  const [one, other] = [corner(from, columns), corner(to, columns)];
  const start = { x: one.right, y: one.y + HEIGHT / 2 + shift };
  const end = { x: other.x - 2, y: other.y + HEIGHT / 2 + shift };
  const half = GAP_X / 2;
  const path = isLong(arrow, places)
    ? `M${start.x} ${start.y}c${half} 0 0 ${lane - start.y} ${half + 8} ${lane - start.y}H${end.x - half - 8}c${half + 8} 0 8 ${end.y - lane} ${half + 8} ${end.y - lane}`
    : `M${start.x} ${start.y}C${start.x + half} ${start.y} ${end.x - half} ${end.y} ${end.x} ${end.y}`;
  const label = arrow.kind === 'base' ? 'FROM' : `${arrow.kind.toUpperCase()}${arrow.times > 1 ? ` x${arrow.times}` : ''}`;
  return `<path d="${path}" class="arrow ${arrow.kind}" marker-end="url(#tip)"><title>${escape(`${label}: ${from.title} to ${to.title}`)}</title></path>`;
}

function clip(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
