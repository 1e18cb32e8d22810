// What processes say to each other on a connection (Julia: messages.jl). A post carries a batch: its payload's bytes, then
// messages. Tuples, because structured clone writes the keys of every object anew. Invariant: a connection is FIFO.
//
// A call takes two messages (request, result); remotecall and fetch together take four (request, settled, fetch, result).

/** A process that has joined. A pid is never used again; replaced in place it gets the next incarnation. */
export interface Member {
  readonly pid: number;
  readonly incarnation: number;
}

/** A module that came after the program: the functions of a REPL cell. */
export interface AnnouncedModule {
  readonly url: string;
  /** For whoever maps stacks; carried, never looked at here. */
  readonly positions: unknown;
}

/** A value as it travels; see cluster-serialize. Structured clone can carry it. */
export type Graph = unknown;

/** Names a ref everywhere: who made it, and its number there (Julia: RRID). */
export type RefId = readonly [whence: number, id: number];

export type Message =
  /** Call the function known by `key` with plain arguments; answered by result or error under the same id. */
  | readonly ["call", id: number, key: string, args: unknown[]]
  /** Call what the graph [f, args] decodes to: captures, functions in data, instances. */
  | readonly ["callGraph", id: number, graph: Graph]
  /** As `call`, but the result stays, as ref [sender, id]; answered by `settled`. */
  | readonly ["keep", id: number, key: string, args: unknown[]]
  | readonly ["keepGraph", id: number, graph: Graph]
  /** As `call`, but nobody hears of its end; a failure is printed there, with the place that started it. */
  | readonly ["do", key: string, args: unknown[], startedAt: string]
  | readonly ["doGraph", graph: Graph, startedAt: string]
  /** The value of ref [sender, id] is there. */
  | readonly ["settled", id: number]
  /** Ref [sender, id] failed; the error comes along and need not be fetched. */
  | readonly ["settledError", id: number, error: Graph]
  /** Answered by result or error under `id`; the sender then no longer holds the ref. */
  | readonly ["fetch", id: number, ref: RefId]
  /** `holder` has been given the ref; goes ahead of the message that carries it. */
  | readonly ["hold", ref: RefId, holder: number]
  /** The sender no longer holds the ref. */
  | readonly ["drop", ref: RefId]
  | readonly ["result", id: number, value: unknown, bytes: number]
  | readonly ["resultGraph", id: number, graph: Graph, bytes: number]
  /** What was thrown; always a graph, since an error can hold anything. */
  | readonly ["error", id: number, error: Graph]
  /** No answer is wanted: a pmap is over, or a pool was cleared, and the function of that name can go. */
  | readonly ["forget", name: string]
  /** Code that what follows may name: the receiver loads it, and everything behind it on the connection waits. */
  | readonly ["module", module: AnnouncedModule]
  /** From pid 1: what comes before it is meant by the interrupt of that number, what comes behind it is not. */
  | readonly ["mark", interrupt: number]
  /** Who has joined, as pid 1 says. Goes ahead of the first message that could be read with another view. */
  | readonly ["members", version: number, list: readonly Member[]];

/** A message that runs a function of the program or of the library. */
export type CallMessage = Extract<Message, readonly ["call" | "callGraph" | "keep" | "keepGraph", ...unknown[]]>;

/** `bytes` estimates the payload of the messages behind it (buffers exactly). */
export type Batch = [bytes: number, ...messages: Message[]];
