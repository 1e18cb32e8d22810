// What is told of failures that nobody asked for. A thousand tasks that fail alike are one entry with a count, wherever they
// ran: those that come before GATHER_MS have passed without one, and within MOST_GATHERS times that. What a program prints
// itself is never gathered.
const GATHER_MS = 100;
const MOST_GATHERS = 20;

interface Options {
  readonly after: (ms: number, task: () => void) => { cancel(): void };
  /** Prints a text as lines of this process. */
  readonly print: (text: string) => void;
}

interface Group {
  readonly text: string;
  isTold: boolean;
  more: number;
}

export class Reports {
  readonly #options: Options;
  readonly #groups = new Map<string, Group>();
  #timer: { cancel(): void } | undefined;
  #gathers = 0;
  #hasMore = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @param when "now": the process may never give way again; those like it are told of in a moment, by number. */
  tell(text: string, when: "now" | "soon"): void {
    const key = withoutPath(text);
    const group = this.#groups.get(key);
    if (group) group.more++;
    else this.#groups.set(key, { text, isTold: when === "now", more: 0 });
    if (!group && when === "now") this.#options.print(text);
    this.#hasMore = true;
    if (!this.#timer) this.#gather();
  }

  #gather(): void {
    this.#hasMore = false;
    this.#gathers++;
    this.#timer = this.#options.after(GATHER_MS, () => {
      if (this.#hasMore && this.#gathers < MOST_GATHERS) this.#gather();
      else this.flush();
    });
  }

  /** Tells what has been gathered. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#gathers = 0;
    const groups = [...this.#groups.values()];
    this.#groups.clear();
    for (const { text, isTold, more } of groups) {
      const [first, ...rest] = text.split("\n");
      const counted = more === 0 ? first! : `${first} (and ${more} more like it)`;
      if (!isTold) this.#options.print([counted, ...rest].join("\n"));
      else if (more > 0) this.#options.print(counted);
    }
  }
}

/** It is the same failure on whichever worker it came about. */
const withoutPath = (text: string) => text.replace(/ \(on (?:worker \d+|the driver)(?:, called from [^()]*)?\)/, "");
