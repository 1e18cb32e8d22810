// Whether the sandbox still answers. It is pinged, not its processes: a busy process is legal, a supervisor never is busy.
// Silence counts only while the page itself is awake and looked at: a hidden tab's timers sleep, and so does everything
// when the machine does, so a tick that comes late says nothing of the other side.

export const PING_MS = 500;
export const SILENCE_MS = 4000;
/** A tick later than this means that the page slept or was held up itself. */
const LATE_MS = 1500;

export interface HeartbeatHost {
  /** Asks for an answer, which the owner tells by `seen`. */
  ping(): void;
  isVisible(): boolean;
  nowMs(): number;
  every(ms: number, task: () => void): { cancel(): void };
  /** Called once. */
  lost(): void;
}

export interface Heartbeat {
  /** The other side gave a sign of life. */
  seen(): void;
  stop(): void;
}

export function startHeartbeat(host: HeartbeatHost): Heartbeat {
  let seenMs = host.nowMs();
  let tickMs = seenMs;
  const timer = host.every(PING_MS, () => {
    const nowMs = host.nowMs();
    const slept = nowMs - tickMs > LATE_MS;
    tickMs = nowMs;
    if (slept || !host.isVisible()) seenMs = nowMs;
    if (nowMs - seenMs > SILENCE_MS) {
      timer.cancel();
      host.lost();
    } else host.ping();
  });
  return {
    seen() {
      seenMs = host.nowMs();
    },
    stop: () => timer.cancel(),
  };
}
