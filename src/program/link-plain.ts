// Plain links, for authors and scripts: `functions=<text>&driver=<text>`, further files as `file:<name>=<text>`, assets as
// `asset:<name>=<site path>`, all percent-encoded, a plus being a plus. They carry no sum and no end mark, so a cut one can
// only be told by its look: half an escape, no driver, or code that stops in the middle.
import { wasCutOff } from "./cut-off.ts";
import { isFileName } from "./file-name.ts";
import { withoutMarksBehind } from "./link-mangled.ts";
import { type ProblemResult, problem } from "./link-problem.ts";
import { DRIVER_FILE, FUNCTIONS_FILE, type Program } from "./program.ts";

const PARTS = ["functions", "driver", "file:", "asset:"];

/** `mayBeCut`: the last file stops where code seldom does. Nobody can tell whether a chat or its author did that. */
export type PlainResult = { kind: "program"; program: Program; mayBeCut: boolean } | ProblemResult;

/** Reads a fragment that begins with the name of a part. */
export function readPlain(fragment: string): PlainResult {
  const files = new Map<string, string>();
  const assets = new Map<string, string>();
  const parts = fragment.split("&").filter((part) => part !== "");
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const read = readPart(part, isLast);
    if ("kind" in read) return isLast && read.reason.code === "cutOff" ? cutOff(fragment) : read;
    const target = read.isAsset ? assets : files;
    if (!isFileName(read.name) || target.has(read.name)) return malformed(part);
    target.set(read.name, read.text);
  }
  if (!files.has(DRIVER_FILE)) return cutOff(fragment);
  const program = { files: Object.fromEntries(files), assets: Object.fromEntries(assets) };
  const cut = wasCutOff([...files.values()].at(-1)!);
  return cut === "yes" ? cutOff(fragment) : { kind: "program", program, mayBeCut: cut === "maybe" };
}

interface Part {
  readonly isAsset: boolean;
  readonly name: string;
  readonly text: string;
}

function readPart(part: string, isLast: boolean): Part | ProblemResult {
  const equals = part.indexOf("=");
  const key = decode(equals < 0 ? part : part.slice(0, equals));
  if (key === undefined) return isLast && equals < 0 ? cutOff(part) : malformed(part);
  // HTML writes "&amp;" between the parts.
  const name = key.replace(/^amp;/, "");
  if (equals < 0) return isLast && PARTS.some((known) => known.startsWith(name)) ? cutOff(part) : malformed(part);
  const raw = part.slice(equals + 1);
  const text = decode(raw);
  if (text === undefined) return undecodable(raw, isLast);
  const whole = isLast ? withoutMarksBehind(text) : text;
  if (name === "functions") return { isAsset: false, name: FUNCTIONS_FILE, text: whole };
  if (name === "driver") return { isAsset: false, name: DRIVER_FILE, text: whole };
  if (name.startsWith("file:")) return { isAsset: false, name: name.slice(5), text: whole };
  // No site path ends with punctuation.
  if (name.startsWith("asset:"))
    return { isAsset: true, name: name.slice(6), text: text.replace(/[.,>\])]{1,3}$/, "") };
  return malformed(part);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Finds the run of escapes that is no UTF-8, or the "%" that begins no escape. At the very end it is a cut. */
function undecodable(raw: string, isLast: boolean): ProblemResult {
  for (const { 0: run, index } of raw.matchAll(/(?:%[\dA-F]{2})*%[\dA-F]{0,2}/gi)) {
    if (decode(run) !== undefined) continue;
    return isLast && index + run.length === raw.length ? cutOff(raw) : malformed(raw.slice(index));
  }
  return malformed(raw);
}

const malformed = (near: string): ProblemResult => problem({ code: "malformed", near: near.slice(0, 20) });

const cutOff = (fragment: string): ProblemResult => problem({ code: "cutOff", characters: fragment.length });
