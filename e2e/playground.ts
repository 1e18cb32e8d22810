// The page as a person uses it, by the accessible names of DESIGN section 6 and nothing else, so that these tests hold for
// any page that keeps them. Waiting is always for something the page shows. Specs tell stories; what a control is called
// or how text gets into Monaco is known here only.
import { expect, type Locator, type Page } from "@playwright/test";
import { encodeLink, parseLink } from "../src/program/link.ts";
import type { Program } from "../src/program/program.ts";

export type Status = "Idle" | "Running" | "Finished" | "Failed" | "Stopped";
export type FileName = "functions.ts" | "driver.ts";

/** A line that is drawn now: a long console draws only those in view. */
export interface Line {
  readonly pid: number;
  readonly level: "log" | "info" | "debug" | "warn" | "error" | "notice";
  readonly text: string;
}

/** A process of the comb. */
export interface Cell {
  readonly pid: number;
  readonly state: "starting" | "idle" | "busy" | "ended" | "lost";
  readonly function: string;
  readonly done: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** An operation of the list beside the comb: its counts as they are shown. */
export interface ShownOperation {
  readonly kind: string;
  readonly outcome: "running" | "done" | "failed";
  readonly progress: number;
  readonly total: number;
  readonly failed: number;
  readonly retried: number;
  readonly messages: number;
  /** The link to where the program made it, "driver.ts:7"; "" where its name says that already. */
  readonly position: string;
}

const EMPTY_CONSOLE = "What each process prints appears here, with its number.";

/** The longest example, on two cores that others keep busy. */
const END_MS = 120_000;

const SELECT_ALL = "ControlOrMeta+A";

export class Playground {
  readonly page: Page;
  readonly runButton: Locator;
  readonly stopButton: Locator;
  readonly shareButton: Locator;
  readonly copyAllButton: Locator;
  readonly clearButton: Locator;
  readonly workersField: Locator;
  readonly status: Locator;
  readonly log: Locator;
  /** The line of the REPL. */
  readonly repl: Locator;
  readonly processes: Locator;
  /** Over a program that came in a link. */
  readonly banner: Locator;
  /** In the banner. */
  readonly runThisProgramButton: Locator;
  /** What Share opens, and what says that a link cannot be opened. */
  readonly dialog: Locator;
  /** What stands under the console when an example has run. */
  readonly speedUp: Locator;
  /** What consoles showed before a later run emptied them; the fixtures check it at the end. */
  readonly earlierConsoles: string[] = [];

  constructor(page: Page) {
    this.page = page;
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    this.runButton = button("Run");
    this.stopButton = button("Stop");
    this.shareButton = button("Share");
    this.copyAllButton = button("Copy all");
    this.clearButton = button("Clear");
    this.runThisProgramButton = button("Run this program");
    this.banner = page.getByRole("complementary", { name: "Link", exact: true });
    this.dialog = page.getByRole("dialog");
    this.speedUp = page.getByRole("region", { name: "Speed-up", exact: true });
    this.workersField = page.getByRole("spinbutton", { name: "Workers", exact: true });
    this.status = page.getByRole("status", { name: "Run status" });
    this.log = page.getByRole("log", { name: "Console" });
    this.repl = page.getByRole("textbox", { name: "REPL", exact: true });
    this.processes = page.getByRole("region", { name: "Processes" });
  }

  /** @param link what follows the site's address, as in "?p=2#ex/pi"; a whole URL is taken as it is */
  async open(link = ""): Promise<void> {
    // A new part after "#" alone would not load the page anew.
    if (this.page.url() !== "about:blank") await this.page.goto("about:blank");
    await this.page.goto(link || "./");
    await expect(this.runButton).toBeEnabled();
  }

  editor(name: FileName): Locator {
    return this.page.getByRole("textbox", { name, exact: true });
  }

  /** Replaces a file's whole text as a person would: select all, paste. Settles when the editor holds exactly that. */
  async setFile(name: FileName, text: string): Promise<void> {
    // Until Monaco has come, the text is drawn without it and takes no paste: hence again.
    await expect(async () => {
      await this.#selectAll(name);
      if (text === "") await this.page.keyboard.press("Delete");
      else {
        await this.writeClipboard(text);
        await this.page.keyboard.press("ControlOrMeta+V");
      }
      expect(asCopied(await this.fileText(name))).toBe(asCopied(text));
    }).toPass({ timeout: 30_000 });
  }

  /** Both files at once; `functions` defaults to an empty file. */
  async setProgram(program: { functions?: string; driver: string }): Promise<void> {
    await this.setFile("functions.ts", program.functions ?? "");
    await this.setFile("driver.ts", program.driver);
  }

  /** A file's text as the editor copies it. An empty file and one of a lone line end both read as "". */
  async fileText(name: FileName): Promise<string> {
    // Where nothing is copied, what was there before must not be taken for the text.
    await this.writeClipboard("");
    await this.#selectAll(name);
    await this.page.keyboard.press("ControlOrMeta+C");
    const text = await this.readClipboard();
    // Of an empty selection Monaco copies the line.
    return text === "\n" ? "" : text;
  }

  async #selectAll(name: FileName): Promise<void> {
    // Monaco's text box has no size, so Playwright calls it hidden and would never click it.
    await this.editor(name).waitFor({ state: "attached" });
    await this.editor(name).focus();
    await this.page.keyboard.press(SELECT_ALL);
  }

  /** Puts the caret there, by the editor's own "Go to Line/Column". */
  async moveCaret(name: FileName, line: number, column: number): Promise<void> {
    await this.editor(name).focus();
    await this.page.keyboard.press("Control+G");
    await this.page.keyboard.type(`${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.expectCaret(name, line, column);
  }

  /** Waits until the caret stands there and keys go to it. */
  async expectCaret(name: FileName, line: number, column: number): Promise<void> {
    await expect(this.editor(name)).toBeFocused();
    await expect(this.page.getByText(`Ln ${line}, Col ${column}`, { exact: true })).toBeVisible();
  }

  /** The red or yellow waves under a file's text. */
  squiggles(name: FileName, kind: "error" | "warning" = "error"): Locator {
    return this.#pane(name).locator(`.squiggly-${kind}`);
  }

  /** Chooses what Monaco offers to do about what is marked there. */
  async quickFix(name: FileName, [line, column]: readonly [number, number], title: string): Promise<void> {
    await this.moveCaret(name, line, column);
    // With the bulb all have answered who may offer something; a question asked while others are open can be dropped.
    await expect(this.page.locator(".lightBulbWidget")).toBeVisible();
    await this.page.keyboard.press("ControlOrMeta+.");
    await this.page.getByRole("option", { name: title }).click();
  }

  /** A word of a file as Monaco draws it. */
  token(name: FileName, word: string): Locator {
    return this.#pane(name)
      .locator(".view-line span > span")
      .filter({ hasText: new RegExp(`^\\s*${word}\\s*$`) })
      .first();
  }

  /** A file's text as it stands on the page without Monaco. */
  async plainText(name: FileName): Promise<string> {
    const lines = await this.page
      .getByRole("group", { name, exact: true })
      .locator("[data-line] code")
      .allTextContents();
    return lines.map((line) => (line === " " ? "" : line)).join("\n");
  }

  #pane(name: FileName): Locator {
    return this.page.getByRole("region", { name, exact: true });
  }

  /** Presses Run and does not wait for the end. */
  async run(): Promise<void> {
    await this.keepConsole();
    await this.runButton.click();
  }

  /** Presses Run and waits for the end, which must be `outcome`. Returns the console's whole text. */
  async runToEnd(outcome: Status = "Finished"): Promise<string> {
    await this.run();
    await this.waitForEnd(outcome);
    return await this.consoleText();
  }

  /** Waits until the run has ended, however it did; then it must have ended as `outcome`, or the console is told. */
  async waitForEnd(outcome: Status): Promise<void> {
    await expect(this.status).toHaveText(/^(Finished|Failed|Stopped)/, { timeout: END_MS });
    await expect(this.log).toBeVisible(); // a phone brings it to the front
    const status = (await this.status.textContent()) ?? "";
    if (!status.startsWith(outcome)) {
      throw new Error(
        `the run should end as ${outcome}, but says "${status}". Its console:\n${await this.consoleText()}`,
      );
    }
  }

  async waitForStatus(status: Status): Promise<void> {
    await expect(this.status).toHaveText(new RegExp(`^${status}`));
  }

  async stop(): Promise<void> {
    await this.stopButton.click();
  }

  async setWorkers(workers: number): Promise<void> {
    await this.workersField.fill(String(workers));
    await this.workersField.press("Enter");
  }

  /** A line of the console that holds `text`, however it came there. */
  line(text: string | RegExp): Locator {
    return this.log.locator("[data-pid][data-level]").filter({ hasText: text });
  }

  /** The lines that are drawn now, in order; all of them while they fit into the console's height. */
  async consoleLines(): Promise<Line[]> {
    return await this.log.locator("[data-pid][data-level]").evaluateAll((lines) =>
      lines.map((line) => ({
        pid: Number(line.getAttribute("data-pid")),
        level: line.getAttribute("data-level") as Line["level"],
        text: line.textContent ?? "",
      })),
    );
  }

  /** Enters a cell in the REPL. Settles when the console shows it, which is when its turn has come. */
  async enterCell(cell: string): Promise<void> {
    await this.repl.fill(cell);
    await this.repl.press("Enter");
    await expect.poll(async () => await this.#linesBehind(cell)).toBeDefined();
  }

  /** Enters a cell; it must give these lines: what it prints, then its value or error, in the console's last lines. */
  async cellGives(cell: string, lines: readonly string[]): Promise<void> {
    await this.enterCell(cell);
    await expect.poll(async () => await this.#linesBehind(cell)).toEqual(lines);
  }

  /** What is drawn behind the newest cell, undefined when that is another. */
  async #linesBehind(cell: string): Promise<string[] | undefined> {
    const lines = await this.log
      .locator("[data-pid][data-level]")
      .evaluateAll((lines) =>
        lines.map((line) => ({ entered: line.getAttribute("data-repl") === "input", text: line.textContent ?? "" })),
      );
    const end = lines.findLastIndex(({ entered }) => entered) + 1;
    const start = lines.slice(0, end).findLastIndex(({ entered }) => !entered) + 1;
    const entered = lines.slice(start, end).map(({ text }) => text);
    return entered.join("\n").endsWith(cell) ? lines.slice(end).map(({ text }) => text) : undefined;
  }

  /** What the program printed, of the lines that are drawn now; settles when the newest line is among them. */
  async printed(): Promise<string[]> {
    const newest = (await this.consoleText()).split("\n").at(-1);
    if (newest === "") return [];
    await expect.poll(async () => (await this.consoleLines()).at(-1)?.text).toBe(newest);
    return (await this.consoleLines()).filter(({ level }) => level !== "notice").map(({ text }) => text);
  }

  /** Every line, notices too, by Copy all; "" while there is none, or the console is not in front. */
  async consoleText(): Promise<string> {
    // Its lines are drawn a frame after the log itself, so none does not mean that there is none.
    if (!(await this.log.isVisible()) || (await this.log.getByText(EMPTY_CONSOLE).isVisible())) return "";
    await this.writeClipboard("");
    await this.copyAllButton.click();
    await expect.poll(() => this.readClipboard()).not.toBe("");
    return await this.readClipboard();
  }

  /** Keeps what the console shows, which the next run will empty. */
  async keepConsole(): Promise<void> {
    const text = await this.consoleText();
    if (text !== "") this.earlierConsoles.push(text);
  }

  /** The same for a page that a test may have left in any state: at least what is drawn. */
  async keepConsoleIfPossible(): Promise<void> {
    if (this.page.isClosed()) return;
    const drawn = await this.consoleLines().catch(() => []);
    if (drawn.length === 0) return;
    await this.keepConsole().catch(() => this.earlierConsoles.push(drawn.map(({ text }) => text).join("\n")));
  }

  /** Every process of the comb, by pid. */
  async cells(): Promise<Cell[]> {
    return await this.processes.locator("[data-pid][data-state]").evaluateAll((cells) =>
      cells
        .map((cell) => ({
          pid: Number(cell.getAttribute("data-pid")),
          state: cell.getAttribute("data-state") as Cell["state"],
          function: cell.getAttribute("data-function") ?? "",
          done: Number(cell.getAttribute("data-done")),
          bytesIn: Number(cell.getAttribute("data-bytes-in")),
          bytesOut: Number(cell.getAttribute("data-bytes-out")),
        }))
        .sort((a, b) => a.pid - b.pid),
    );
  }

  cell(pid: number): Locator {
    return this.processes.locator(`[data-pid="${pid}"][data-state]`);
  }

  /** The operations of the run, the oldest first. */
  async operations(): Promise<ShownOperation[]> {
    return await this.page
      .getByRole("list", { name: "Operations" })
      .locator("[data-operation]")
      .evaluateAll((items) =>
        items.toReversed().map((item) => {
          const words = [...item.querySelectorAll("span")].map((span) => span.textContent ?? "");
          const counts = (pattern: RegExp) =>
            (words.map((word) => pattern.exec(word)).find(Boolean) ?? [])
              .slice(1)
              .map((n) => Number(n?.replaceAll(",", "")));
          const [progress = 0, total = 0] = counts(/^([\d,]+) \/ ([\d,]+)$/);
          return {
            kind: item.getAttribute("data-operation") ?? "",
            outcome: item.getAttribute("data-outcome") as ShownOperation["outcome"],
            progress,
            total,
            failed: counts(/^([\d,]+) failed$/)[0] ?? 0,
            retried: counts(/^([\d,]+) retried$/)[0] ?? 0,
            messages: counts(/^([\d,]+) messages?$/)[0] ?? 0,
            position: item.querySelector("button")?.textContent ?? "",
          };
        }),
      );
  }

  /** From light to dark or back, by the button, or on a phone by the menu. */
  async switchTheme(): Promise<void> {
    const button = this.page.getByRole("button", { name: / theme$/ });
    if (await button.isVisible()) return await button.click();
    await this.page.getByRole("button", { name: "Menu", exact: true }).click();
    await this.page.getByRole("menuitem", { name: / theme$/ }).click();
  }

  /** Opens an example from the menu. */
  async openExample(name: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name: "Examples", exact: true }).click();
    await this.page.getByRole("menuitem", { name }).click();
  }

  /**
   * Puts a program on the bench by a link, as who got it from somebody: without Monaco, and quicker than by paste. The page
   * must be open.
   */
  async openProgram(program: { functions?: string; driver: string }): Promise<void> {
    const files = { "functions.ts": program.functions ?? "", "driver.ts": program.driver };
    const link = encodeLink({ files, assets: {} }, { examples: [] });
    if ("tooLong" in link) throw new Error(`the program is too long for a link: ${JSON.stringify(link.tooLong)}`);
    await this.followLink(link.fragment);
  }

  /** Follows another link in the open page. */
  async followLink(fragment: string): Promise<void> {
    await this.page.evaluate(
      (fragment) =>
        new Promise<void>((resolve) => {
          addEventListener("hashchange", () => requestAnimationFrame(() => resolve()), { once: true });
          const before = location.href;
          location.hash = fragment;
          if (location.href === before) resolve();
        }),
      fragment,
    );
  }

  /** The link that Share gives, by its dialog's Copy link; the dialog is closed again. */
  async share(): Promise<string> {
    await this.shareButton.click();
    const dialog = this.page.getByRole("dialog");
    await this.writeClipboard("");
    await dialog.getByRole("button", { name: "Copy link", exact: true }).click();
    await expect.poll(() => this.readClipboard()).toMatch(/^http/);
    const link = await this.readClipboard();
    await this.page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    return link;
  }

  /** The program's files byte for byte, as the link of Share holds them; for what is no unchanged example. */
  async files(): Promise<Program["files"]> {
    const read = parseLink(new URL(await this.share()).hash, { examples: [], isShippedAsset: () => true });
    if (read.kind !== "program") throw new Error(`Share should give a program, but gave ${JSON.stringify(read)}`);
    return read.program.files;
  }

  async writeClipboard(text: string): Promise<void> {
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
  }

  async readClipboard(): Promise<string> {
    return await this.page.evaluate(() => navigator.clipboard.readText());
  }
}

/** The ends of lines are the file's own; which ones is for the tests of links to say. */
const asCopied = (text: string) => (/^\r?\n$/.test(text) ? "" : text.replaceAll("\r\n", "\n"));
