// The REPL's terminal: keys go in, and what stands on the screen is looked at.
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { emit } from "../compile/closures/in-memory-typescript.ts";
import { ReplThreads } from "./in-memory-repl.ts";
import { runRepl } from "./repl.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const threads = new ReplThreads();
beforeAll(() => threads.start());
afterAll(() => threads.stop());

const CTRL = { c: "\x03", d: "\x04" };
const UP = "\x1b[A";

class Screen {
  #shown = "";
  #looked = 0;
  readonly #input = new PassThrough();
  readonly #output = new PassThrough();
  readonly ended: Promise<number>;

  constructor(workers: number) {
    this.#output.on("data", (chunk) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what moves the cursor is not looked at
      this.#shown += String(chunk).replace(/\x1b\[[\d;]*[A-Za-z]/g, "");
    });
    this.ended = runRepl({
      input: this.#input,
      output: this.#output,
      errors: this.#output,
      terminal: true,
      supervisor: threads.supervisor(),
      workers,
      whyNoPackage: undefined,
      emit,
    });
  }

  type(keys: string): void {
    this.#input.write(keys);
  }

  /** Settles when the text has been shown since the last that was looked for. */
  async shows(text: string): Promise<void> {
    while (this.#shown.indexOf(text, this.#looked) < 0) await once(this.#output, "data");
    this.#looked = this.#shown.indexOf(text, this.#looked) + text.length;
  }
}

test("runRepl() prompts, prints values and errors, and ends with 0 at Ctrl-D", async () => {
  const screen = new Screen(1);
  await screen.shows("panal> ");
  screen.type("await fetchfrom(2, () => myid())\r");
  await screen.shows("\n2\n");
  await screen.shows("panal> ");
  screen.type("nothing\r");
  await screen.shows("ReferenceError: nothing is not defined\n    at REPL[2]:1:1\n");
  await screen.shows("panal> ");
  screen.type(CTRL.d);
  expect(await screen.ended).toBe(0);
});

test("runRepl() goes on in the next line while a text is incomplete, and has a history", async () => {
  const screen = new Screen(0);
  screen.type("const sum = (\r");
  await screen.shows("\n       ");
  screen.type("1 + 2)\r");
  await screen.shows("panal> ");
  screen.type("sum * 10\r");
  await screen.shows("\n30\n");
  screen.type(`${UP}0\r`);
  await screen.shows("\n300\n");
  screen.type(CTRL.d);
  await screen.ended;
});

test("runRepl() completes names of the scope and of the library at Tab", async () => {
  const screen = new Screen(0);
  screen.type("const somethingLong = 5\r");
  await screen.shows("panal> ");
  await screen.shows("panal> ");
  screen.type("somethingL");
  screen.type("\t");
  await screen.shows("ong");
  screen.type(" + 1\r");
  await screen.shows("\n6\n");
  screen.type("[remotecallF");
  screen.type("\t");
  await screen.shows("etch");
  screen.type("].length\r");
  await screen.shows("\n1\n");
  screen.type(CTRL.d);
  await screen.ended;
});

test("runRepl() leaves a line at Ctrl-C, and says what ends it when there is none", async () => {
  const screen = new Screen(0);
  screen.type("const a = {\r");
  await screen.shows("\n       ");
  screen.type(`half a line${CTRL.c}`);
  await screen.shows("^C\n");
  screen.type("1 + 1\r");
  await screen.shows("\n2\n");
  screen.type(CTRL.c);
  await screen.shows("Ctrl-D ends panal.");
  screen.type(CTRL.d);
  expect(await screen.ended).toBe(0);
});

test("runRepl() at Ctrl-C in a cell says how to stop it; the second starts new processes", async () => {
  const screen = new Screen(0);
  screen.type("const before = 1; for (;;);\r");
  await screen.shows("for (;;);");
  screen.type(CTRL.c);
  await screen.shows("Ctrl-C again");
  screen.type(CTRL.c);
  await screen.shows("Stopped.");
  await screen.shows("panal> ");
  screen.type("typeof before\r");
  await screen.shows("'undefined'");
  screen.type(CTRL.d);
  await screen.ended;
});
