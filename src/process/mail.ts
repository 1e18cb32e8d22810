// What the supervisor says, in order. That another process has ended comes by another way than what that process said before
// its end, and may be here first: an answer that is on its way would be lost and its call fail. So the news of an end, and
// all that the supervisor says after it, wait until what had been sent has come out of its channel.
import type { Member } from "../distributed/messages.ts";
import type { ToProcess } from "../supervisor/protocol.ts";

type Message = Exclude<ToProcess, { type: "start" }>;

export interface MailOptions {
  readonly handle: (message: Message) => void;
  readonly yieldTurn: (task: () => void) => void;
  /** Messages of that process which are here and have not been handled. */
  readonly unreadFrom: (member: Member) => number;
}

export class Mail {
  readonly #options: MailOptions;
  /** What waits behind the news of an end; undefined when none does. */
  #held: Message[] | undefined;

  constructor(options: MailOptions) {
    this.#options = options;
  }

  receive(message: Message): void {
    if (this.#held) this.#held.push(message);
    else if (message.type === "exited") void this.#hold(message);
    else this.#options.handle(message);
  }

  async #hold(exited: Extract<Message, { type: "exited" }>): Promise<void> {
    const held: Message[] = [];
    this.#held = held;
    await this.#heardOut(exited.member);
    this.#held = undefined;
    this.#options.handle(exited);
    for (const message of held) this.receive(message);
  }

  /** What stays unread waits for something that may never come: an end is told nevertheless. */
  async #heardOut(member: Member): Promise<void> {
    await this.#turn(); // the channels are looked at one after the other, and its may have had its turn already
    for (let before = Number.POSITIVE_INFINITY; ; ) {
      await this.#turn();
      const unread = this.#options.unreadFrom(member);
      if (unread === 0 || unread >= before) return;
      before = unread;
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#options.yieldTurn(resolve));
  }
}
