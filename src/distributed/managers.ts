// The seam between a process and whoever starts processes (Julia: managers.jl), and what a process needs of its platform.
import type { Batch, Member } from "./messages.ts";

/** One end of a pair; what is posted before the other end listens waits in it. A MessagePort is one. */
export interface Port {
  /** A post that throws has moved nothing. */
  postMessage(batch: Batch, transfer?: readonly unknown[]): void;
  onmessage: ((event: { data: Batch }) => void) | null;
  close(): void;
}

export interface ClusterManager {
  /** Settles when the newcomers have loaded the program's files; rejects when one failed to, and leaves none of them. */
  launch(workers: number, timeoutS: number): Promise<Member[]>;
  /** Settles when `exited` has been posted to every process. */
  kill(pids: readonly number[]): Promise<void>;
  /** Settles when each of them has reached the mark (see interrupt.ts), or has been replaced under its pid. */
  interrupt(pids: readonly number[], mark: number): Promise<void>;
  /** This process has reached the mark of an interrupt. */
  yielded(mark: number): void;
  /** A port to that process, at once. Messages wait in it until the other end is there. */
  connect(to: Member): Port;
  /** The bytes of an asset of the program; rejects with the names that exist. */
  readAsset(name: string): Promise<Uint8Array>;
}

/** What a process needs of its platform; boot keeps these before user code can replace them. */
export interface Platform {
  /** Milliseconds on a clock that all processes of the host share (timeOrigin + now). */
  nowMs(): number;
  /** Runs `task` in a later turn, behind what has already arrived. Not setTimeout: it is clamped to 4 ms. */
  yieldTurn(task: () => void): void;
  /** The platform's timers, kept from before user code. */
  after(ms: number, task: () => void): { cancel(): void };
  import(url: string): Promise<Record<string, unknown>>;
  readonly hardwareThreads: number;
  readonly isolated: boolean;
}
