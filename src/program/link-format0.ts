// Format 0 of a link, for ever: `0/<body>z`, body = base64url( CRC-32, 4 bytes, the high one first || deflate-raw ), of the
// UTF-8 bytes of JSON.stringify({ files, assets }), `assets` left out when empty. The last character is never punctuation,
// which chats drop, and its absence means "cut off". JSON keeps what UTF-8 alone could not: a lone surrogate becomes an
// escape, a byte order mark stands inside a string. What is read here was written by anybody: it is checked field by field.
import { deflateSync, type FlateError, FlateErrorCode, Inflate } from "fflate";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { crc32 } from "./crc32.ts";
import { isFileName } from "./file-name.ts";
import { MAX_FRAGMENT_CHARACTERS, MAX_TEXT_BYTES, type ProblemResult, problem } from "./link-problem.ts";
import type { Program } from "./program.ts";

const END = "z";

/** Bytes that go into the inflater at once: deflate makes at most 1,032 of one, so this bounds what is made too much. */
const SLICE_BYTES = 1024;

/** Why a program has no link: what its limit is counted in, the limit, and what it would have needed. */
export interface TooLong {
  readonly unit: "characters" | "bytes";
  readonly limit: number;
  readonly wanted: number;
}

/** `0/<body>z`, or how much too long it would be. */
export function packFormat0(program: Program): string | TooLong {
  const { files, assets } = program;
  const json = JSON.stringify(Object.keys(assets).length > 0 ? { files, assets } : { files });
  const bytes = new TextEncoder().encode(json);
  if (bytes.length > MAX_TEXT_BYTES) return { unit: "bytes", limit: MAX_TEXT_BYTES, wanted: bytes.length };
  const deflated = deflateSync(bytes, { level: 9 });
  const packed = new Uint8Array(4 + deflated.length);
  new DataView(packed.buffer).setUint32(0, crc32(bytes));
  packed.set(deflated, 4);
  const link = `0/${toBase64url(packed)}${END}`;
  if (link.length <= MAX_FRAGMENT_CHARACTERS) return link;
  return { unit: "characters", limit: MAX_FRAGMENT_CHARACTERS, wanted: link.length };
}

/** Reads a fragment that begins with `0/`. */
export function readFormat0(fragment: string): { kind: "program"; program: Program } | ProblemResult {
  const bytes = bytesOf(fragment.slice(2));
  if (bytes === "cutOff") return problem({ code: "cutOff", characters: fragment.length });
  if (bytes === "tooBig") return problem({ code: "tooBig", unit: "bytes", limit: MAX_TEXT_BYTES });
  const program = bytes === "damaged" ? undefined : toProgram(bytes);
  return program ? { kind: "program", program } : problem({ code: "damaged" });
}

type Trouble = "cutOff" | "damaged" | "tooBig";

/** Undoes base64url and deflate, and checks the sum. A cut can by chance end in "z"; then something is missing further on. */
function bytesOf(text: string): Uint8Array | Trouble {
  const body = bodyOf(text);
  if (body === undefined) return "damaged";
  if (!body.endsWith(END)) return "cutOff";
  const packed = fromBase64url(body.slice(0, -1));
  if (!packed || packed.length < 5) return "cutOff";
  const bytes = inflateCapped(packed.subarray(4));
  if (typeof bytes === "string") return bytes;
  return crc32(bytes) === new DataView(packed.buffer).getUint32(0) ? bytes : "damaged";
}

/**
 * The body and its end mark without what stands behind them: punctuation of a chat ("_" too, its mark of emphasis), or the
 * parameters of a tracker. undefined where something foreign stands inside.
 */
function bodyOf(text: string): string | undefined {
  const foreign = text.search(/[^\w-]/);
  const behind = foreign < 0 ? "" : text.slice(foreign);
  if (/^[^?&#]*[A-Za-z0-9-]/.test(behind)) return undefined;
  let end = text.length - behind.length;
  while (text[end - 1] === "_") end--;
  return text.slice(0, end);
}

/** Inflates slice by slice and stops beyond the limit: 65,536 characters can hold 50 MB of zeros. */
function inflateCapped(deflated: Uint8Array): Uint8Array | Trouble {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate((piece) => {
    pieces.push(piece);
    length += piece.length;
  });
  try {
    for (let at = 0; at < deflated.length; at += SLICE_BYTES) {
      inflate.push(deflated.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= deflated.length);
      if (length > MAX_TEXT_BYTES) return "tooBig";
    }
  } catch (error) {
    return (error as FlateError).code === FlateErrorCode.UnexpectedEOF ? "cutOff" : "damaged";
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function toProgram(bytes: Uint8Array): Program | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    if (typeof json !== "object" || json === null || !("files" in json)) return undefined;
    const assets = "assets" in json ? json.assets : {};
    return isTextByName(json.files) && isTextByName(assets) ? { files: json.files, assets } : undefined;
  } catch {
    return undefined; // no UTF-8 or no JSON: somebody made it by hand, since the sum was right
  }
}

function isTextByName(value: unknown): value is Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, text]) => isFileName(name) && typeof text === "string");
}
