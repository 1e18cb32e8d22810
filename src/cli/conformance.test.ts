// The conformance suite on the command line: each program in a folder of its own, its two streams and its exit code.
import { describe, expect, test } from "vitest";
import { badConsoleLines } from "../../scripts/consoles.mjs";
import { AREAS, programsFor } from "../distributed/conformance/areas.ts";
import { difference, linesOf } from "../distributed/conformance/compare.ts";
import type { ConformanceProgram } from "../distributed/conformance/program.ts";
import { inTurn } from "./in-turn.ts";
import { runPanal } from "./run-built.ts";

/** The page shows these in its editors, not in the console. */
const COMPILE_WARNING = /^(?:driver|functions)\.ts:\d+:\d+: warning: /;

async function check({
  id,
  workers,
  functions,
  driver,
  prints,
  complains,
  outcome,
  order,
}: ConformanceProgram): Promise<void> {
  const files = { "driver.ts": driver, ...(functions === undefined ? {} : { "functions.ts": functions }) };
  const { stdout, stderr, code } = await inTurn(() => runPanal(["-p", String(workers), "driver.ts"], { files }));
  const complaints = linesOf(stderr).filter((line) => !COMPILE_WARNING.test(line));
  const failures = [
    describeDifference("stdout", difference(prints, linesOf(stdout), order)),
    describeDifference("stderr", difference(complains ?? [], complaints, order)),
    code === (outcome === "failed" ? 1 : 0) ? "" : `exit code ${code}\n${stderr}`,
    ...badConsoleLines(`### ${id}\n${stdout}${stderr}`),
  ];
  expect(failures.filter((failure) => failure !== "").join("\n")).toBe("");
}

const describeDifference = (stream: string, found: string | undefined) =>
  found === undefined ? "" : `${stream}, ${found}`;

// The limit of a program is the command's own (run-built.ts); here it may also wait for its turn.
describe.concurrent.each(Object.keys(AREAS))("%s on the command line:", (area) => {
  const here = programsFor(area, "cli", Boolean(process.env.PANAL_HEAVY));
  test.each(here.map((program) => [program.id, program.title, program] as const))(
    "%s %s",
    (_id, _title, program) => check(program),
    300_000,
  );
});
