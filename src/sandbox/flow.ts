// A process that prints without end would run ahead of the supervisor, which hears its pings behind all those lines and
// would be taken for lost. So a process waits, in the middle of its loop, for the supervisor to come after: by shared
// memory, which needs no turn of its event loop. Where there is none it cannot be told, so the lines of a burst travel
// several to a message, and no faster than they are surely taken.
// A value that is displayed counts as many lines, and is paced besides (value-pace.ts).
import type { FromProcess } from "../supervisor/protocol.ts";
import { buffersOf } from "../supervisor/shown.ts";
import { createValuePace, linesOf } from "./value-pace.ts";

/** Lines under way from one process. */
const AHEAD = 2000;
const WAIT_MS = 100;
/** After so long it goes on all the same: a supervisor that takes nothing is not helped by waiting. */
const WAIT_AT_MOST_MS = 1000;

/** Lines a turn that leave one by one, where there is no shared memory; how many of a burst share a message, and its pace. */
const BURST = 2000;
const LINES_A_MESSAGE = 64;
const MESSAGE_MS = 1;

type Line = Extract<FromProcess, { type: "line" }>;
type Display = Extract<FromProcess, { type: "display" }>;
type Post = (message: Line | Display, transfer?: ArrayBuffer[]) => void;

export interface LineSender {
  send(line: Line): void;
  /** Sends a value to show, behind the lines before it. */
  display(message: Display): void;
  /** What is held leaves now, so that it stands before what follows. */
  flush(): void;
}

/** How many lines the supervisor has taken of a process: one shared word, which the supervisor writes. */
export const takenWord = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));

/** The supervisor's side: call it for each line, and for each shown value with its `linesOf`. */
export function countTaken(taken: Int32Array, lines = 1): void {
  Atomics.add(taken, 0, lines);
  Atomics.notify(taken, 0);
}

/** Each line leaves at once; past AHEAD of them the process stands still until half of them are taken. */
export function brakedSender(post: Post, taken: Int32Array, nowMs: () => number): LineSender {
  const { load, wait } = Atomics; // a program may replace them
  let posted = 0;
  const ahead = () => (posted - load(taken, 0)) | 0;
  function sent(lines: number): void {
    posted = (posted + lines) | 0;
    if (ahead() <= AHEAD) return;
    const untilMs = nowMs() + WAIT_AT_MOST_MS;
    while (ahead() > AHEAD / 2 && nowMs() < untilMs) wait(taken, 0, load(taken, 0), WAIT_MS);
  }
  const pace = createValuePace(nowMs, (untilMs) => {
    for (let ms = untilMs - nowMs(); ms > 0; ms = untilMs - nowMs()) wait(taken, 0, load(taken, 0), ms);
  });
  return {
    send(line) {
      post(line);
      sent(1);
    },
    display(message) {
      const lines = linesOf(message.shown); // before its buffers go
      post(message, buffersOf(message.shown));
      sent(lines);
      pace(lines);
    },
    flush() {},
  };
}

/** Without shared memory. A line may be held only in a burst, only until the turn's end, and LINES_A_MESSAGE at most. */
export function mergingSender(post: Post, nextTurn: (task: () => void) => void, nowMs: () => number): LineSender {
  let linesThisTurn = 0;
  let held: Line | undefined;
  let heldLines = 0;
  let nextMs = 0;

  function flush(): void {
    if (held) post(held);
    held = undefined;
    heldLines = 0;
  }
  function turnEnds(): void {
    linesThisTurn = 0;
    flush();
  }
  function spinUntil(untilMs: number): void {
    while (nowMs() < untilMs); // nothing can be heard in the middle of a turn, so nothing else helps
  }
  function pace(): void {
    spinUntil(nextMs);
    nextMs = nowMs() + MESSAGE_MS;
  }
  const paceValues = createValuePace(nowMs, spinUntil);
  return {
    flush,
    display(message) {
      const lines = linesOf(message.shown); // before its buffers go
      flush();
      post(message, buffersOf(message.shown));
      paceValues(lines);
    },
    send(line) {
      if (linesThisTurn++ === 0) nextTurn(turnEnds);
      if (linesThisTurn <= BURST) return post(line);
      if (held && held.level !== line.level) flush();
      held = held ? { ...held, text: `${held.text}\n${line.text}` } : line;
      if (++heldLines < LINES_A_MESSAGE) return;
      pace();
      flush();
    },
  };
}
