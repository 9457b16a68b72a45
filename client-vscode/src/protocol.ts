// Parameters (the URI of a document, and those in brackets) and results of the server's commands, which are not part of the Language Server Protocol.

/** `dockwright.showContext` (uri): the selected build context. */
export interface ContextAnswer {
  /** Short name of the chosen context, as the status item shows it. */
  label: string;
  /** Absolute path of the context folder; null if it is not a folder on this machine. */
  root: string | null;
  /** Where it is defined, for example "compose.yaml, service api". */
  origin?: string;
  /** Whether the user selected it. */
  byChoice?: boolean;
  ignoreFile?: string | null;
  files: number;
  bytes: number;
  /** Whether the list was cut off at a limit. */
  partial?: boolean;
  candidates?: ContextCandidate[];
  children: ContextNode[];
}

export interface ContextCandidate {
  /** The parameter `context` of `dockwright.chooseContext`. */
  id: string;
  label: string;
  detail?: string;
  chosen?: boolean;
}

export interface ContextNode {
  name: string;
  /** Path in the context, with "/" as separator. */
  path: string;
  folder: boolean;
  /** Size in bytes; for a folder, of all files in it that are sent. */
  size: number;
  files?: number;
  ignored?: boolean;
  /** The pattern (and line) that excludes it. */
  ignoredBy?: string;
  /** Why it looks like a secret; absent if it does not. */
  secret?: string;
  children?: ContextNode[];
}

/** `dockwright.plan` (uri, position, parts, stamp of the last answer): the predicted image; null without a stage. */
export interface PlanAnswer {
  stamp: string;
  /** Absent if nothing has changed since the given stamp. */
  view?: PlanView;
  /** As in `dockwright plan --json`. */
  plan?: unknown;
  /** The state at the position; absent before the first instruction. */
  here?: Here;
}

/** Name, value, and origin: a text that may name lines. */
export type Row = [string, string, string];

/** Lines count from 1. */
export interface PlanView {
  problems: { line: number; message: string }[];
  configuration: Row[];
  /** `docker run` commands, and what each starts. */
  run: [string, string][];
  stages: Stage[];
  edges: StageEdge[];
}

export interface Here {
  title: string;
  line: number;
  /** The first line of the instruction. */
  text: string;
  rows: Row[];
}

export interface Stage {
  index: number;
  name: string | null;
  title: string;
  line: number;
  /** From 1: stages with equal turns may be built at the same time; null: never built. */
  turn: number | null;
  isTarget: boolean;
  steps: Step[];
}

export interface Step {
  line: number;
  text: string;
  /** Whether it adds a layer. */
  layer: boolean;
  /** What it copies, installs and deletes. */
  details: string[];
}

export interface StageEdge {
  /** Index of a stage, or the name of an image or context. */
  from: number | string;
  to: number;
  kind: 'base' | 'copy' | 'mount' | 'add';
}

/** `dockwright.compare` (uri): the differences, or why they are not known. */
export type Comparison = { markdown: string; same: boolean } | { message: string };

/** `dockwright.page` (the code of a rule instead of a URI): the URL of its page, or our own page. */
export interface PageAnswer {
  url?: string;
  markdown?: string;
}

/** `dockwright.mergeAllRuns` and `dockwright.fixAll` (uri): the server asks the client to apply edits, and shows a message if there are none. */
export type RewriteAnswer = { message: string } | null;
