// What processes say to each other on a connection (Julia: messages.jl). A post carries a batch: Message[].
// Tuples, because structured clone writes the keys of every object anew. Invariant: a connection is FIFO.

/** A process that has joined. A pid is never used again; replaced in place it gets the next incarnation. */
export interface Member {
  readonly pid: number;
  readonly incarnation: number;
}

/** A value as it travels; see cluster-serialize. Structured clone can carry it. */
export type Graph = unknown;

/** Names a ref everywhere: who created it and its number there (Julia: RRID). */
export type RefId = readonly [whence: number, id: number];

export type Message = readonly unknown[];
export type Batch = Message[];
