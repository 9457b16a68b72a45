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

/** `dockwright.stageGraph` (uri). Lines count from 0. */
export interface StageGraph {
  stages: Stage[];
  edges: StageEdge[];
}

export interface Stage {
  index: number;
  name: string | null;
  /** The image or stage after FROM, as written. */
  base: string;
  line: number;
  /** True for what a build without --target builds. */
  target?: boolean;
}

export interface StageEdge {
  /** Index of a stage, or the name of an image or context. */
  from: number | string;
  to: number;
  kind: 'base' | 'copy' | 'mount' | 'add';
}

/** `dockwright.environmentAt` (uri, position): Markdown to show. */
export interface EnvironmentAnswer {
  markdown: string;
}

/** `dockwright.page` (the code of a rule, in place of a uri): where its page is on the web, or our own. */
export interface PageAnswer {
  url?: string;
  markdown?: string;
}

/** `dockwright.mergeAllRuns` and `dockwright.fixAll` (uri): the server asks the client to apply its edits, and says when it had none. */
export type RewriteAnswer = { message: string } | boolean | null;
