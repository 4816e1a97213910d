export interface Message {
  severity: "error" | "warning" | "note";
  text: string;
  /** "" if it is about none. */
  file: string;
  /** For example "func 12 'name'", or "". */
  context: string;
  /** In the file; -1 if it is about no place in it. */
  offset: number;
}

/** Options of the command line, in camel case. */
export interface Options {
  board?: string;
  arch?: string | string[];
  /** The name of the module: "module.wasm". */
  file?: string;
  /** The text of a file with signatures of exports. */
  signatures?: string;
  /** Its name for messages: "signatures.pyi". */
  signaturesFile?: string;
  [name: string]: unknown;
}

export interface Result {
  files: Record<string, Uint8Array>;
  messages: Message[];
  /** The same as lines. */
  text: string;
  /** The text of the option `report`, or "". */
  report: string;
}

export class CompileError extends Error {
  messages: Message[];
}

export function compile(
  wasm: Uint8Array | ArrayBuffer, options?: Options): Promise<Result>;

export function targets(): Promise<{
  archs: { name: string }[];
  boards: { name: string; arch: string; description: string }[];
}>;

/** Whether an option must have a value, for a command line. */
export function needsValue(option: string): Promise<boolean>;

export function version(): Promise<string>;
