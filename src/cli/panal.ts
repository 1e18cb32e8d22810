// panal [-p N] [--json] [driver.ts]: the supervisor and the process bundle of the page, on worker threads. Without a driver, a REPL.
// Exit code: 0 when finished, 1 when failed, 2 on bad usage; process.exit(n) in the driver, or in a cell, gives n.
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "../compile/compile.ts";
import { compileWithTypeScript } from "../compile/typescript/with-typescript.ts";
import { DRIVER_FILE } from "../program/program.ts";
import type { RunEvent } from "../supervisor/api.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import { type Arguments, parseArguments, USAGE } from "./arguments.ts";
import { createPackages, type Packages } from "./packages.ts";
import { isFile, readProgram } from "./program-files.ts";
import { runRepl } from "./repl.ts";
import { createHost, type HostOptions } from "./spawn.ts";
import { inRecords, inText, say, type Teller } from "./tell.ts";
import { Turn } from "./turn.ts";
import { createEmit } from "./typescript.ts";

async function main(): Promise<void> {
  const asked = readArguments();
  if (asked?.driver !== undefined) await runDriver({ ...asked, driver: asked.driver });
  else if (asked) await openRepl(asked.workers);
}

/** undefined: the answer has been given. */
function readArguments(): Arguments | undefined {
  try {
    const asked = parseArguments(process.argv.slice(2));
    if (asked.help) {
      process.stdout.write(`${USAGE}\n`);
      return undefined;
    }
    if (asked.driver === undefined) return asked;
    const driver = resolve(asked.driver);
    if (!isFile(driver)) throw new Error(`There is no file "${asked.driver}".`);
    return { ...asked, driver };
  } catch (error) {
    say((error as Error).message);
    process.exitCode = 2;
    return undefined;
  }
}

async function runDriver({ driver, workers, json }: Arguments & { driver: string }): Promise<void> {
  const folder = dirname(driver);
  const name = basename(driver);
  const turn = new Turn();
  const tell = json ? inRecords(turn) : inText;
  const packages = createPackages(folder);
  const { program, diagnostics } = await compileWithTypeScript(compile, readProgram(driver), createEmit(folder), {
    whyNoPackage: packages.whyNot,
  });
  for (const diagnostic of diagnostics) await tell.diagnostic(named(diagnostic, name));
  if (!program) {
    await tell.event({ type: "finished", outcome: "failed", atMs: performance.now() });
    process.exit(1);
  }
  const modules = program.modules.map((module) => named(module, name));
  void superviseIn(folder, packages, { turn, json, tell }).run({ ...program, modules }, {}, workers);
}

async function openRepl(workers: number): Promise<void> {
  const packages = createPackages(process.cwd());
  const code = await runRepl({
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    terminal: process.stdin.isTTY === true,
    supervisor: superviseIn(process.cwd(), packages, { tell: inText }),
    workers,
    whyNoPackage: packages.whyNot,
    emit: createEmit(process.cwd()),
  });
  process.exit(code);
}

interface Face extends Pick<HostOptions, "turn" | "json"> {
  readonly tell: Teller;
}

/** Whose run ends the command. @param folder of the program: its files and packages */
function superviseIn(folder: string, packages: Packages, { tell, ...threads }: Face): Supervisor {
  let isOver = false;
  const end = (event: Extract<RunEvent, { type: "finished" }>, code = event.outcome === "finished" ? 0 : 1) => {
    isOver = true;
    void tell.event(event).then(() => process.exit(code));
  };
  const host = createHost({
    dist: dirname(fileURLToPath(import.meta.url)),
    program: folder,
    packageUrl: packages.urlOf,
    driverExited: (code) =>
      end({ type: "finished", outcome: code === 0 ? "finished" : "failed", atMs: performance.now() }, code),
    ...threads,
  });
  return new Supervisor(host, (event) => {
    if (isOver) return;
    if (event.type === "finished") end(event);
    else void tell.event(event);
  });
}

/** Positions name the driver as it is called on disk. */
const named = <T extends { readonly file: string }>(placed: T, driver: string): T =>
  placed.file === DRIVER_FILE ? { ...placed, file: driver } : placed;

await main();
