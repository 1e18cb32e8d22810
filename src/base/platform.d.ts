// The names that code without a host takes from its platform: those that the browsers' Web Workers and Node's threads
// both have, with the part of their types that is used. Only the program tsconfig.core.json reads this file; everywhere
// else the host's own declarations stand, and these must stay assignable to them.
// Not here: timers, clocks and ports (they come by `Platform` and `Host`), and whatever one host alone has.

declare function structuredClone<T>(value: T, options?: { transfer?: never[] }): T;
declare function queueMicrotask(task: () => void): void;

interface EventTarget {
  addEventListener(type: string, listener: (event: Event) => void, options?: { once?: boolean }): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}

interface Event {
  readonly type: string;
}

interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare class DOMException extends Error {
  constructor(message?: string, name?: string);
  readonly code: number;
}

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: ArrayBuffer | ArrayBufferView): string;
}

declare class URL {
  constructor(url: string | URL, base?: string | URL);
  readonly href: string;
  toString(): string;
}

interface Request {
  readonly url: string;
}

// biome-ignore lint/suspicious/noEmptyInterface: only its name is used here; the host's own says what it holds
interface RequestInit {}

interface Response {
  readonly ok: boolean;
  readonly status: number;
}

/** The platform's, which `fetch` of the API hands a URL on to. */
declare function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;

declare function atob(data: string): string;
declare function btoa(data: string): string;
