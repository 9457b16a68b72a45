// What the server's own commands take (a document's uri, and what stands in brackets) and give, besides the Language Server Protocol.

/** `dockwright.showContext` (uri): what the chosen build context holds. */
export interface ContextAnswer {
  /** Short name of the chosen context, as the status item shows it. */
  label: string;
  /** Absolute path of the context folder; null when it is not a folder on this machine. */
  root: string | null;
  /** Where the choice comes from, for example "compose.yaml, service api". */
  origin?: string;
  /** Whether the user chose it. */
  byChoice?: boolean;
  ignoreFile?: string | null;
  files: number;
  bytes: number;
  /** True when the listing stopped at a limit. */
  partial?: boolean;
  candidates?: ContextCandidate[];
  children: ContextNode[];
}

export interface ContextCandidate {
  /** What `dockwright.chooseContext` takes as `context`. */
  id: string;
  label: string;
  detail?: string;
  chosen?: boolean;
}

export interface ContextNode {
  name: string;
  /** Path in the context, with "/" between its parts. */
  path: string;
  folder: boolean;
  /** Bytes; for a folder, of all it sends. */
  size: number;
  files?: number;
  ignored?: boolean;
  /** The pattern (and line) that ignores it. */
  ignoredBy?: string;
  /** Why it looks like a secret; absent when it does not. */
  secret?: string;
  children?: ContextNode[];
}

/** `dockwright.plan` (uri, position, parts, stamp of the answer before): the image before it is built; null without a stage. */
export interface PlanAnswer {
  stamp: string;
  /** Absent where nothing has changed since the stamp that was given. */
  view?: PlanView;
  /** As `dockwright plan --json` writes it. */
  plan?: unknown;
  /** What holds at the position; absent above all instructions. */
  here?: Here;
}

/** Name, value, and where it comes from: a text that may name lines. */
export type Row = [string, string, string];

/** Lines count from 1. */
export interface PlanView {
  problems: { line: number; message: string }[];
  configuration: Row[];
  /** Commands of `docker run`, and what each starts. */
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

/** `dockwright.compare` (uri): what differs, or why that cannot be said. */
export type Comparison = { markdown: string; same: boolean } | { message: string };

/** `dockwright.page` (the code of a rule, in place of a uri): where its page is on the web, or our own. */
export interface PageAnswer {
  url?: string;
  markdown?: string;
}

/** `dockwright.mergeAllRuns` and `dockwright.fixAll` (uri): the server asks the client to apply its edits, and says when it had none. */
export type RewriteAnswer = { message: string } | boolean | null;
