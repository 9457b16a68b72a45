// Positions of the boxes and arrows of the stage graph, computed by dagre.

import { Graph, layout as place, type EdgeLabel, type GraphLabel, type NodeLabel, type Point } from '@dagrejs/dagre';
import type { PlanView, StageEdge } from '../src/protocol';
import { words } from '../src/words';

export interface Box {
  title: string;
  detail: string;
  /** The full description, for the tooltip and for screen readers. */
  about: string;
  kind: 'image' | 'stage' | 'target' | 'unbuilt';
  /** The line of FROM, counted from 1; undefined for an image. */
  line: number | undefined;
  /** The centre of the box. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Arrow {
  kind: StageEdge['kind'];
  /** A description of the arrow: its source, target and kind. */
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

/** The width of a character in pixels, in a title and in the line below it. Both use the editor's monospaced font. */
const LETTER = { title: 8.2, detail: 7.2 };
const NARROWEST = 90;
const PADDING = 10;
const HEIGHT = 46;
const MARGIN = 16;
const LONGEST = 48;

const WORDS = { base: '{0} is the base of {1}', copy: '{0} is copied from by {1}', add: '{0} is added from by {1}', mount: '{0} is mounted by {1}' };

/** Translates an English text into the language of the page. */
export type Say = (english: string, ...values: (string | number)[]) => string;
const ENGLISH: Say = (english, ...values) => words('en', english, ...values);

export function layout(shown: Shown, direction: Direction, say: Say = ENGLISH): Picture {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>({ multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 22, ranksep: direction === 'LR' ? 56 : 48, edgesep: 16, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  const boxes = new Map([...images(shown, say), ...stages(shown, say)]);
  for (const [key, { title, detail }] of boxes) {
    const width = Math.max(NARROWEST, breadth(shorten(title)) * LETTER.title, breadth(shorten(detail)) * LETTER.detail) + 2 * PADDING;
    graph.setNode(key, { width, height: HEIGHT });
  }
  for (const { from, to, kind } of shown.edges) {
    // A stage that copies from itself cannot be built, but occurs while the name is typed.
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
      title: say(WORDS[edge.name as StageEdge['kind']], boxes.get(edge.v)?.title ?? '', boxes.get(edge.w)?.title ?? ''),
      points: graph.edge(edge).points ?? [],
    })),
    width: Math.max(width, 0),
    height: Math.max(height, 0),
  };
}

/** The layout, of both directions, that can be shown at the larger scale in a panel of this size. */
export function fitting(shown: Shown, width: number, height: number, say: Say = ENGLISH): Picture {
  const [across, down] = [layout(shown, 'LR', say), layout(shown, 'TB', say)];
  return scale(across, width, height) >= scale(down, width, height) ? across : down;
}

/** The scale at which a picture fits a panel, at most 1. */
export function scale(picture: Picture, width: number, height: number): number {
  return Math.min(1, width / Math.max(picture.width, 1), height / Math.max(picture.height, 1));
}

/** A text shortened to the width of a box. */
export function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** The width of a text in columns: Hangul and other wide characters take two. */
function breadth(text: string): number {
  return text.length + (text.match(/[\u1100-\uffef]/g)?.length ?? 0);
}

type Unplaced = Omit<Box, 'x' | 'y' | 'width' | 'height'>;

function images({ edges }: Shown, say: Say): [string, Unplaced][] {
  const names = new Set(edges.map(({ from }) => from).filter((from) => typeof from === 'string'));
  return [...names].map((name) => [key(name), { title: name, detail: say('image'), about: say(name === 'scratch' ? 'nothing to start from' : 'an image'), kind: 'image', line: undefined }]);
}

function stages({ stages }: Shown, say: Say): [string, Unplaced][] {
  return stages.map(({ index, name, turn, line, isTarget }) => [key(index), {
    title: name ?? say('stage {0}', index),
    detail: say(turn === null ? 'line {0}, never built' : isTarget ? 'line {0}, the image' : 'line {0}', line),
    about: turn === null ? say('line {0}, never built', line) : say(isTarget ? 'line {0}, built in turn {1}, the image' : 'line {0}, built in turn {1}', line, turn),
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
