// Where the boxes and arrows of the stage graph are drawn; dagre finds the places.

import { Graph, layout as place, type EdgeLabel, type GraphLabel, type NodeLabel, type Point } from '@dagrejs/dagre';
import type { PlanView, StageEdge } from '../src/protocol';

export interface Box {
  title: string;
  detail: string;
  /** What is said of it where there is room. */
  about: string;
  kind: 'image' | 'stage' | 'target' | 'unbuilt';
  /** The line of FROM, from 1; undefined for an image. */
  line: number | undefined;
  /** The middle. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Arrow {
  kind: StageEdge['kind'];
  /** What it runs between, in words. */
  title: string;
  points: Point[];
}

export interface Picture {
  boxes: Box[];
  arrows: Arrow[];
  width: number;
  height: number;
}

export type Direction = 'LR' | 'TB';
export type Shown = Pick<PlanView, 'stages' | 'edges'>;

/** Pixels that a letter takes: of a title, and of what stands below it. Both are written in the editor's font, where all are as wide. */
const LETTER = { title: 8.2, detail: 7.2 };
const NARROWEST = 90;
const PADDING = 10;
const HEIGHT = 46;
const MARGIN = 16;
const LONGEST = 48;

const WORDS = { base: 'is the base of', copy: 'is copied from by', add: 'is added from by', mount: 'is mounted by' };

export function layout(shown: Shown, direction: Direction): Picture {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>({ multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 22, ranksep: direction === 'LR' ? 56 : 48, edgesep: 16, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  const boxes = new Map([...images(shown), ...stages(shown)]);
  for (const [key, { title, detail }] of boxes) {
    const width = Math.max(NARROWEST, shorten(title).length * LETTER.title, shorten(detail).length * LETTER.detail) + 2 * PADDING;
    graph.setNode(key, { width, height: HEIGHT });
  }
  for (const { from, to, kind } of shown.edges) {
    // A stage that copies from itself does not build, but is drawn while it is typed.
    if (boxes.has(key(from)) && boxes.has(key(to)) && key(from) !== key(to)) {
      graph.setEdge(key(from), key(to), {}, kind);
    }
  }
  place(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    boxes: [...boxes].map(([name, box]) => ({ ...box, ...middle(graph.node(name)) })),
    arrows: graph.edges().map((edge) => ({
      kind: edge.name as StageEdge['kind'],
      title: `${boxes.get(edge.v)?.title ?? ''} ${WORDS[edge.name as StageEdge['kind']]} ${boxes.get(edge.w)?.title ?? ''}`,
      points: graph.edge(edge).points ?? [],
    })),
    width: Math.max(width, 0),
    height: Math.max(height, 0),
  };
}

/** The picture of the direction that can be shown larger in a room. */
export function fitting(shown: Shown, width: number, height: number): Picture {
  const [across, down] = [layout(shown, 'LR'), layout(shown, 'TB')];
  return scale(across, width, height) >= scale(down, width, height) ? across : down;
}

/** How large a picture may be to be shown whole in a room; no larger than it is. */
export function scale(picture: Picture, width: number, height: number): number {
  return Math.min(1, width / Math.max(picture.width, 1), height / Math.max(picture.height, 1));
}

/** A text that fits a box. */
export function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

type Unplaced = Omit<Box, 'x' | 'y' | 'width' | 'height'>;

function images({ edges }: Shown): [string, Unplaced][] {
  const names = new Set(edges.map(({ from }) => from).filter((from) => typeof from === 'string'));
  return [...names].map((name) => [key(name), { title: name, detail: 'image', about: name === 'scratch' ? 'nothing to start from' : 'an image', kind: 'image', line: undefined }]);
}

function stages({ stages }: Shown): [string, Unplaced][] {
  return stages.map(({ index, name, turn, line, isTarget }) => [key(index), {
    title: name ?? `stage ${index}`,
    detail: turn === null ? `line ${line}, never built` : isTarget ? `line ${line}, the image` : `line ${line}`,
    about: turn === null ? `line ${line}, never built` : `line ${line}, built in turn ${turn}${isTarget ? ', the image' : ''}`,
    kind: isTarget ? 'target' : turn === null ? 'unbuilt' : 'stage',
    line,
  }]);
}

function key(end: number | string): string {
  return typeof end === 'number' ? `stage ${end}` : `image ${end}`;
}

function middle({ x = 0, y = 0, width, height }: NodeLabel): Pick<Box, 'x' | 'y' | 'width' | 'height'> {
  return { x, y, width, height };
}
