// What chats, trackers and mail programs do to a link, undone: letters percent-encoded although nothing asked for it, the
// whole fragment encoded once more, "%23" for "#", brackets around it, a full stop behind it. Only what can be known is
// undone: where two readings are possible the link stays as it came, and its format says what is wrong with it.
// Everything here is linear in the length of the link: anybody can write one.
import { bareCode, leavesOpen } from "./bare-code.ts";

/** How a link of ours begins: `0/`, `ex/`, or the name of a part of a plain link. */
const START = /^(?:\w{1,8}\/|(?:functions|driver|(?:file|asset)(?::|%3A)[^=&]*)=)/i;

/** Escapes of letters, digits, "-", ".", "_" and "~": they mean what the character means (RFC 3986 section 6.2.2.2). */
const NEEDLESS = /%(?:2[DE]|3\d|[46][1-9A-F]|[57][\dA]|5F|7E)/gi;

/** What no fragment holds: a browser escapes it. Where it turns up, one layer too many was taken off. */
const NEVER_RAW = /[\s"<>`]/;

/** Times a link can have been encoded too often and still be read. */
const LAYERS = 3;

/** Marks that a chat leaves behind a link; more than these are the author's. */
const MARKS = 3;

/**
 * The fragment of `url`, without "#": what stands behind the first "#", or behind "%23" where something of ours follows
 * it. "" where there is neither. `url` may be wrapped in brackets or quotes.
 */
export function fragmentOf(url: string): string {
  const hash = url.indexOf("#");
  if (hash >= 0 && hash < url.length - 1) return url.slice(hash + 1);
  for (const { 0: hashSign, index } of url.matchAll(/%(?:25)*23/g)) {
    const rest = url.slice(index + hashSign.length);
    if (START.test(undoEncoding(rest.slice(0, 100)))) return rest;
  }
  return "";
}

/** `fragment` as its author wrote it, as far as that can be known; what it was where it can't. */
export function undoEncoding(fragment: string): string {
  const plain = withoutNeedlessEscapes(fragment);
  let text = plain;
  for (let layer = 0; layer <= LAYERS; layer++) {
    if (START.test(text) && !isEncodedTwice(text)) return text;
    // Some tools escape "=" and "&" and leave "%20" as it is. Then one layer less is the code itself, cut at its own "&".
    const next = withoutNeedlessEscapes(decodeEscapes(text));
    if (next === text || NEVER_RAW.test(next.slice(0, -MARKS))) break;
    text = next;
  }
  return plain;
}

/** Replaces escapes that are UTF-8, and leaves everything else. */
export function decodeEscapes(text: string): string {
  return text.replace(/(?:%[\dA-F]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/**
 * `code`, the last text of a plain link, without what was put behind the link: a full stop, a comma, a bracket.
 * Such a mark is taken off only where no TypeScript ends with it: behind the end of a statement, and a bracket only when
 * it closes nothing.
 */
export function withoutMarksBehind(code: string): string {
  let text = code;
  for (let marks = 0; marks < MARKS; marks++) {
    const bare = bareCode(text);
    const mark = bare.at(-1);
    if (mark === undefined || mark !== text.at(-1) || !/[.,>\])]/.test(mark)) break;
    const before = bare.slice(0, -1);
    if (!/[\n;})]$/.test(before) || leavesOpen(before, mark)) break;
    text = text.slice(0, -1);
  }
  return text;
}

const withoutNeedlessEscapes = (text: string): string =>
  text.replace(NEEDLESS, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));

/** A plain link whose code was encoded twice while "=" and "&" stayed: no code has `import%20` outside of a string. */
const isEncodedTwice = (fragment: string): boolean =>
  /(?:im|ex)port%2520/i.test(fragment) && !/%(?!25)/.test(fragment) && !NEVER_RAW.test(fragment);
