// When the registers are read: by a timer, since a process that spins tells nobody anything (and never by
// requestAnimationFrame, which does not fire in a hidden frame). Fast while a program runs or anything changes, slowly
// while its processes wait for a timer of theirs, never in a sandbox that has run nothing, no cell either.
import type { RunEvent } from "../supervisor/api.ts";

export type Registers = Extract<RunEvent, { type: "registers" }>;

const FAST_MS = 50;
const SLOW_MS = 250;
/** A change keeps the reading fast for so long: the load of the last second has to come down to zero. */
const SETTLE_MS = 1200;
/** In a run a reading is told every 200 ms also without a change, one reading early: the run's clock goes by them. */
const TELL_MS = 200 - FAST_MS;

export interface Watch {
  /** A program has been handed to the processes. */
  started(): void;
  /** The driver has come to its end; its processes may go on. */
  finished(): void;
  /** A cell has been handed to the processes; what it gives settles when it has been evaluated. */
  evaluates<T>(outcome: Promise<T>): Promise<T>;
  /** Processes came, went or spoke. */
  stirred(): void;
  /** Whether this reading is worth sending: something moved, or did a moment ago, or a run's clock has to go on. */
  tells(registers: Registers): boolean;
}

/** `read` shall lead to one call of `tells`. `after` is the host's timer, `nowMs` its clock. */
export function createWatch(
  read: () => void,
  host: { nowMs(): number; after(ms: number, task: () => void): { cancel(): void } },
): Watch {
  let phase: "unused" | "running" | "finished" = "unused";
  /** Cells that are evaluated now. */
  let cells = 0;
  let fastUntilMs = 0;
  let last: Registers | undefined;
  let toldMs = Number.NEGATIVE_INFINITY;
  let timer: { cancel(): void } | undefined;

  const settled = () => host.nowMs() > fastUntilMs;
  const works = () => phase === "running" || cells > 0;
  const pauseMs = () => (works() || !settled() ? FAST_MS : phase === "finished" ? SLOW_MS : undefined);

  const clockIsDue = () => works() && host.nowMs() - toldMs >= TELL_MS;

  function schedule(): void {
    const ms = pauseMs();
    if (timer || ms === undefined) return;
    timer = host.after(ms, () => {
      timer = undefined;
      read();
      schedule();
    });
  }

  function stirred(): void {
    const slow = settled();
    fastUntilMs = host.nowMs() + SETTLE_MS;
    if (slow) timer?.cancel();
    if (slow) timer = undefined;
    schedule();
  }

  return {
    stirred,
    started() {
      phase = "running";
      stirred();
    },
    finished() {
      phase = "finished";
      stirred();
    },
    evaluates(outcome) {
      if (phase === "unused") phase = "finished"; // what a cell has started goes on
      cells++;
      stirred();
      return outcome.finally(() => {
        cells--;
        stirred();
      });
    },
    tells(registers) {
      const moved = !sameWords(last, registers);
      last = registers;
      if (moved) stirred();
      const tells = !settled() || clockIsDue();
      if (tells) toldMs = host.nowMs();
      return tells;
    },
  };
}

function sameWords(a: Registers | undefined, b: Registers): boolean {
  return (
    a !== undefined &&
    a.pids.length === b.pids.length &&
    a.pids.every((pid, i) => pid === b.pids[i]) &&
    a.words.every((word, i) => word === b.words[i])
  );
}
