// What processes say to each other on a connection (Julia: messages.jl). A post carries a batch: its payload's bytes, then
// messages. Tuples, because structured clone writes the keys of every object anew. Invariant: a connection is FIFO.
//
// A call takes two messages (request, result); remotecall and fetch together take five (request, settled, use, result, drop).

/** A process that has joined. A pid is never used again; replaced in place it gets the next incarnation. */
export interface Member {
  readonly pid: number;
  readonly incarnation: number;
}

/** A module that came after the program: the functions of a REPL cell. */
export interface AnnouncedModule {
  readonly url: string;
  /** For whoever loads it and maps stacks; carried, never looked at here. */
  readonly positions: unknown;
  readonly packages: unknown;
}

/** A value as it travels; see cluster-serialize. Structured clone can carry it. */
export type Graph = unknown;

/** Names a ref everywhere: who made it, and its number there (Julia: RRID). */
export type RefId = readonly [whence: number, id: number];

/** What can be done with a ref, beside `put`: the first three may have to wait. */
export type UseName = "fetch" | "wait" | "take" | "isready" | "isempty" | "isopen" | "close";

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
  /** Use the ref; answered by result or error under `id`, not after `until` on the shared clock: nobody waits then. */
  | readonly ["use", id: number, ref: RefId, name: UseName, until?: number]
  /** Put a value into the ref; answered when it is in. With `until` the sender says `heard` or `cancel` in the end. */
  | readonly ["put", id: number, value: unknown, ref: RefId, until: number | undefined]
  | readonly ["putGraph", id: number, graph: Graph, ref: RefId, until: number | undefined]
  /** The answer to the sender's use `id` has arrived and stands: said of what could be taken back. */
  | readonly ["heard", id: number]
  /** The sender does not wait for use `id` any more: it is undone. */
  | readonly ["cancel", id: number]
  /** `holder` has been given the ref; goes ahead of the message that carries it. Of its maker itself: there is a new one. */
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
