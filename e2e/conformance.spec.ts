// The conformance suite in the page: each program comes by a plain link, as an author would write one, is run by Run,
// and its console is compared. One page an area: the processes of a program are gone when the next begins.
//
// The command line runs all programs each time (src/cli/conformance.test.ts). Here `npm test` runs every fifth of an area, those
// that are of the page alone, and the rows that the page is asked for by name; PANAL_LONG=1 runs all, in two minutes more.
import { AREAS, programsFor } from "../src/distributed/conformance/areas.ts";
import { difference, differenceOfMerged, linesOf } from "../src/distributed/conformance/compare.ts";
import { type ConformanceProgram, from, ts } from "../src/distributed/conformance/program.ts";
import { expect, test } from "./fixtures.ts";
import type { Line, Playground } from "./playground.ts";

// The editor would check the types of each program anew: half of the work.
test.use({ monaco: false, viewport: { width: 1024, height: 560 } });

const NAMED = new Set(["SCRIPT-01", "PROC-15", "PROC-16", "DATA-16", "SPAWN-10", "OUT-04"]);

/** Programs of an area that are run now. */
function programsOf(area: string): readonly ConformanceProgram[] {
  const all = programsFor(area, "page", Boolean(process.env.PANAL_HEAVY));
  if (process.env.PANAL_LONG) return all;
  return all.filter(({ id, hosts }, i) => i % 5 === 0 || hosts !== undefined || NAMED.has(id));
}

/** What the page says of a run itself. */
const OF_THE_RUN = /^(?:(?:\d+ workers? )?ready in|finished in) /;
/** So many lines are drawn all at once; of more, Copy all tells the text without the levels. */
const DRAWN = 12;

/** For one program, on a machine that does much else. */
const LIMIT_MS = 40_000;

const linkOf = ({ functions = "", driver }: Pick<ConformanceProgram, "functions" | "driver">) =>
  `#functions=${encodeURIComponent(functions)}&driver=${encodeURIComponent(driver)}`;

/** Follows a link in the open page, as when a person puts it into the address bar. The same link again changes nothing. */
async function follow(playground: Playground, link: string): Promise<void> {
  const isNew = await playground.page.evaluate(
    (fragment) =>
      new Promise<boolean>((resolve) => {
        const before = location.hash;
        // A frame later the link's program is drawn: sooner than asking for its button again and again.
        addEventListener("hashchange", () => requestAnimationFrame(() => setTimeout(resolve, 0, true)), { once: true });
        location.hash = fragment;
        if (location.hash === before) resolve(false);
      }),
    link,
  );
  if (isNew) await expect(playground.runThisProgramButton).toBeVisible();
}

/** Presses Run and waits for the end. Returns the status, as "Finished" or, too late, "Running". */
async function runLinked(playground: Playground): Promise<string> {
  await playground.runButton.click();
  // Two hundred runs: the page tells its end itself, which is sooner than asking it again and again.
  return await playground.status.evaluate(
    (status, limitMs) =>
      new Promise<string>((resolve) => {
        setTimeout(resolve, limitMs, status.textContent);
        const look = () => {
          const end = /^(?:Finished|Failed|Stopped)/.exec(status.textContent ?? "")?.[0];
          if (end) resolve(end);
        };
        new MutationObserver(look).observe(status, { childList: true, characterData: true, subtree: true });
        look();
      }),
    LIMIT_MS,
  );
}

async function check(playground: Playground, program: ConformanceProgram): Promise<string[]> {
  await follow(playground, linkOf(program));
  await playground.setWorkers(program.workers);
  const status = await runLinked(playground);
  const wanted = program.outcome === "failed" ? "Failed" : "Finished";
  const faults = await consoleFaults(playground, program);
  playground.earlierConsoles.push((await playground.consoleLines()).map(({ text }) => text).join("\n"));
  if (status.startsWith("Running")) await playground.stop();
  return status.startsWith(wanted) ? faults : [`the run should end as ${wanted}, but says ${status}`, ...faults];
}

/** What is drawn follows the status by a frame or two; after some seconds it is what it is. */
async function consoleFaults(playground: Playground, program: ConformanceProgram): Promise<string[]> {
  let faults = await drawnFaults(playground, program);
  for (let frames = 1; faults.length > 0 && frames <= 64; frames *= 2) {
    await playground.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), 16 * frames);
    faults = await drawnFaults(playground, program);
  }
  return faults;
}

async function drawnFaults(playground: Playground, program: ConformanceProgram): Promise<string[]> {
  const { prints, complains = [], order } = program;
  if (prints.length + complains.length > DRAWN) {
    const text = await playground.consoleText();
    return [differenceOfMerged(program, linesOf(text).filter(isOfProgram))].filter(isFault);
  }
  const lines = await playground.consoleLines();
  const said = (complaint: boolean) =>
    lines
      .filter((line) => isOfProgram(line.text) && isComplaint(line) === complaint)
      .flatMap(({ text }) => text.split("\n"));
  return [difference(prints, said(false), order), difference(complains, said(true), order)].filter(isFault);
}

const isOfProgram = (text: string) => !OF_THE_RUN.test(text);
const isComplaint = ({ level }: Line) => level === "warn" || level === "error" || level === "notice";
const isFault = (found: string | undefined) => found !== undefined;

test.describe.configure({ mode: "parallel" });

for (const area of Object.keys(AREAS)) {
  test(`${area} in the page`, async ({ playground }) => {
    test.setTimeout(240_000);
    await playground.open();
    for (const program of programsOf(area)) {
      await test.step(`${program.id} ${program.title}`, async () => {
        expect.soft(await check(playground, program), `${program.id} ${program.title}`).toEqual([]);
      });
    }
  });
}

const linesOfTheProgram = async (playground: Playground) => linesOf(await playground.consoleText()).filter(isOfProgram);

test("F-22 twenty thousand lines, three runs in a row: each has them all", async ({ playground }) => {
  await playground.open("?p=2");
  await follow(
    playground,
    linkOf({
      driver: ts`
        import { fetchfrom, myid, workers } from "distributed";
        const talk = () => {
          for (let i = 0; i < 10_000; i++) console.log(\`line \${i} of \${myid()}\`);
        };
        await Promise.all(workers().map((pid) => fetchfrom(pid, talk)));
        console.log("all said");
      `,
    }),
  );
  for (let run = 0; run < 3; run++) {
    expect(await runLinked(playground)).toBe("Finished");
    const lines = await linesOfTheProgram(playground);
    expect(lines.at(-1)).toBe("all said");
    for (const pid of [2, 3]) {
      const said = lines.filter((line) => line.startsWith(from(pid, "")));
      expect(said).toEqual(Array.from({ length: 10_000 }, (_, i) => from(pid, `line ${i} of ${pid}`)));
    }
  }
});

test.describe("with the editor", () => {
  test.use({ monaco: true, viewport: { width: 1440, height: 900 } });

  test("EVERY-12 an edited functions.ts is what every process of the next run has, and nothing of the run before", async ({
    playground,
  }) => {
    const functions = (step: number) =>
      ts`
    let total = 0;
    export const f = () => (total += STEP);
  `.replace("STEP", String(step));
    await playground.open("?p=2");
    await playground.setProgram({
      functions: functions(1),
      driver: ts`
      import { fetchfrom, procs } from "distributed";
      import { f } from "./functions";
      f();
      for (const pid of procs()) console.log(pid, await fetchfrom(pid, () => f()));
    `,
    });
    await playground.runToEnd();
    expect(await linesOfTheProgram(playground)).toEqual(["1 2", "2 1", "3 1"]);
    await playground.setFile("functions.ts", functions(10));
    await playground.runToEnd();
    expect(await linesOfTheProgram(playground)).toEqual(["1 20", "2 10", "3 10"]);

    await playground.setFile("functions.ts", functions(100).replace("=>", "="));
    await playground.runToEnd("Failed");
    expect((await linesOfTheProgram(playground))[0]).toMatch(/^functions\.ts:2:\d+: /);
    await playground.setFile("functions.ts", functions(100));
    await playground.runToEnd();
    expect(await linesOfTheProgram(playground)).toEqual(["1 200", "2 100", "3 100"]);
  });
});
