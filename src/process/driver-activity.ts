// Whether the driver computes or waits. Its code is not called by us, so we see only when something it waits for comes: from
// then on it is busy until a turn of the event loop gets through. A driver that spins lets none through, and stays busy.
import type { Platform } from "../distributed/managers.ts";
import type { Registers } from "../distributed/registers.ts";

/** Stirred again so soon, it is looked at by a timer: a message to itself for each call would cost a third of the call. */
const BURST_MS = 5;
const LOOK_MS = 10;
const BEGIN_MS = 100;

export class DriverActivity {
  readonly #platform: Platform;
  readonly #registers: Registers;
  #busy = false;
  #entered = 0;
  #stirredAgain = false;
  #idleSinceMs = 0;
  #beginsUntilMs = 0;

  constructor(platform: Platform, registers: Registers) {
    this.#platform = platform;
    this.#registers = registers;
  }

  /** The driver is being loaded and begins: when its first line runs cannot be seen, so it is busy for a moment. */
  begin(): void {
    this.#beginsUntilMs = this.#platform.nowMs() + BEGIN_MS;
    this.stir();
  }

  /** Something comes that the driver may wait for. */
  stir(): void {
    if (this.#busy) {
      this.#stirredAgain = true;
      return;
    }
    this.#busy = true;
    this.#entered = this.#registers.enter("driver.ts");
    if (this.#platform.nowMs() - this.#idleSinceMs > BURST_MS) this.#platform.yieldTurn(() => this.#rest());
    else this.#look();
  }

  #look(): void {
    this.#stirredAgain = false;
    this.#platform.after(LOOK_MS, () => (this.#busy && this.#stirredAgain ? this.#look() : this.#rest()));
  }

  /** The run is over: nothing of it is looked at any more. */
  end(): void {
    this.#beginsUntilMs = 0;
    this.#rest();
  }

  #rest(): void {
    if (!this.#busy) return;
    const nowMs = this.#platform.nowMs();
    if (nowMs < this.#beginsUntilMs) {
      this.#platform.after(this.#beginsUntilMs - nowMs, () => this.#rest());
      return;
    }
    this.#busy = false;
    this.#idleSinceMs = nowMs;
    this.#registers.leave(this.#entered);
  }
}
