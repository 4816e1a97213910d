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
  /** What a board printed for question(). */
  answer?: string;
  [name: string]: unknown;
}

export interface Result {
  files: Record<string, Uint8Array>;
  messages: Message[];
  /** The same as lines. */
  text: string;
  /** The text of the option `report`, or "". */
  report: string;
  /** With `answer`: "MicroPython 1.25.0 (Raspberry Pi Pico with RP2040)". */
  firmware: string;
}

export interface Inspection {
  file: string;
  bytes: number;
  functions: number;
  exports: { kind: string; name: string; type: string }[];
  imports: {
    module: string; kind: string; name: string; type: string;
    by: "runtime" | "python";
  }[];
  features: string[];
  /** The text of a .pyi file. */
  stub: string;
}

export class CompileError extends Error {
  messages: Message[];
}

export function compile(
  wasm: Uint8Array | ArrayBuffer, options?: Options): Promise<Result>;

export function targets(): Promise<{
  /** With the core that each needs: "arm". */
  archs: { name: string; core: string }[];
  boards: {
    name: string; arch: string; description: string; note: string; ram: number;
  }[];
}>;

/** What a module offers and needs. */
export function inspect(
  wasm: Uint8Array | ArrayBuffer, options?: Options): Promise<Inspection>;

/** Python for a board to run; what it prints is the option `answer`. */
export function question(options?: Options): Promise<string>;

/** The options, as the command line has them. */
export function options(): Promise<{
  name: string; value: string; help: string;
  about: "code" | "module" | "files" | "place"; choices: string[];
}[]>;

/** The binary module of one in the text format; `wabt` is of that package. */
export function textToBinary(
  wabt: object, file: string, text: string | ArrayBuffer): Uint8Array;

/**
 * Emscripten's options for loading the core. A function: for loading one of the cores
 * for a family of processors ("arm").
 */
export function loadWith(
  options: object | ((core: string) => object | Promise<object>)): void;

/** Whether an option must have a value, for a command line. */
export function needsValue(option: string): Promise<boolean>;

export function version(): Promise<string>;
