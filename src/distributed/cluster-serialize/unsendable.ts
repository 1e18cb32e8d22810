// The error for what can't travel, and the path that leads to it: from an argument or a captured variable down to the part.
import { defineProperty, execute, KeptError } from "./intrinsics.ts";
import type { CaptureMeta, FunctionMeta, SourcePoint } from "./registration.ts";

export interface UnsendableDetails {
  readonly file?: string;
  /** Lines and columns count from 1. */
  readonly line?: number;
  readonly column?: number;
  /** The captured variable that leads to the part. */
  readonly variable?: string;
  /** "args[0].cb", "cfg.a.cache". */
  readonly path?: string;
}

/**
 * A value can't be sent to another process. The message names the part and why; for a captured variable also file, line
 * and column of its use. Thrown at the call, before anything was sent.
 */
export class UnsendableError extends KeptError {
  declare readonly file: string | undefined;
  declare readonly line: number | undefined;
  declare readonly column: number | undefined;
  declare readonly variable: string | undefined;
  declare readonly path: string | undefined;

  constructor(message: string, details: UnsendableDetails = {}) {
    super(message);
    const { file, line, column, variable, path } = details;
    const fields: Record<string, unknown> = { name: "UnsendableError", file, line, column, variable, path };
    for (const key in fields) {
      defineProperty(this, key, { value: fields[key], writable: true, configurable: true, enumerable: false });
    }
  }

  /** The same error with the place of the call, "driver.ts:3:5", where no captured variable has told one. */
  calledAt(position: string): UnsendableError {
    if (this.line !== undefined || position === "") return this;
    const [file, line, column] = position.split(":");
    const { variable, path } = this;
    const details = { file: file!, line: Number(line), column: Number(column) };
    return new UnsendableError(`${position}: ${this.message}`, {
      ...details,
      ...(variable === undefined ? {} : { variable }),
      ...(path === undefined ? {} : { path }),
    });
  }

  /** The error as it was on the process that could not send. */
  static again(message: string, stack: string, details: UnsendableDetails): UnsendableError {
    const error = new UnsendableError(message, details);
    defineProperty(error, "stack", { value: stack, writable: true, configurable: true, enumerable: false });
    return error;
  }
}

/** A captured variable on the way to a part. */
export interface CaptureEdge {
  readonly capture: CaptureMeta;
  readonly of: FunctionMeta;
  readonly file: string;
}

/** One step on the way: a property, text such as `.get("k")`, a captured variable, or where the way begins. */
export type Edge = PropertyKey | { readonly step: string } | { readonly root: string } | CaptureEdge;

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** The step as a program would write it. */
export function stepText(edge: PropertyKey | { readonly step: string }): string {
  if (typeof edge === "object") return edge.step;
  if (typeof edge === "number") return `[${edge}]`;
  if (typeof edge === "symbol") return `[${String(edge)}]`;
  return execute(IDENTIFIER, edge) ? `.${edge}` : `[${JSON.stringify(edge)}]`;
}

export const at = (file: string, [line, column]: SourcePoint) => `${file}:${line}:${column}`;

/** "cannot send args[0].cb: it is a WeakMap". */
export function unsendablePart(root: string, steps: string, why: string): UnsendableError {
  return new UnsendableError(`cannot send ${root}${steps}: ${why}.`, { path: root + steps });
}

/** The same for a part of a captured variable. */
export function unsendableCapture({ capture, of, file }: CaptureEdge, steps: string, why: string): UnsendableError {
  const { name, use, declared } = capture;
  const where = steps === "" ? "" : ` (at ${name}${steps})`;
  const origin = declared ? ` and declared at ${at(file, declared)}` : "";
  const message = `${at(file, use)}: cannot send the variable \`${name}\`${where} to a worker: ${why}. It is captured by the function at ${at(file, of.at)}${origin}.`;
  return new UnsendableError(message, { file, line: use[0], column: use[1], variable: name, path: name + steps });
}

/** A variable in its dead zone: the function was sent before the declaration ran. */
export function notInitialised({ capture, of, file }: CaptureEdge): UnsendableError {
  const { name, use, declared } = capture;
  const hint = declared ? ` (declared at ${at(file, declared)}: move the declaration before the call)` : "";
  const message = `${at(file, use)}: cannot send the function at ${at(file, of.at)} to a worker: its variable \`${name}\` is not initialised yet${hint}.`;
  return new UnsendableError(message, { file, line: use[0], column: use[1], variable: name, path: name });
}

/** A literal that can never be made again elsewhere. */
export function refusedLiteral(file: string, { at: start, refused }: FunctionMeta): UnsendableError {
  const [what, [line, column]] = refused!;
  const message = `${file}:${line}:${column}: the function at ${at(file, start)} cannot be sent to a worker: it uses ${what}.`;
  return new UnsendableError(message, { file, line, column });
}
