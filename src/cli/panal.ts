// panal [-p N] [driver.ts]: the supervisor and the process bundle of the page, on worker threads. Without a driver, a REPL.
// Exit code: 0 when finished, 1 when failed, 2 on bad usage; process.exit(n) in the driver, or in a cell, gives n.
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "../compile/compile.ts";
import type { CompiledProgram } from "../compile/compiled.ts";
import { compileWithTypeScript } from "../compile/with-typescript.ts";
import { DRIVER_FILE } from "../program/program.ts";
import type { RunEvent } from "../supervisor/api.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import { type Arguments, parseArguments, USAGE } from "./arguments.ts";
import { describe } from "./describe.ts";
import { noticeText } from "./notices.ts";
import { createPackages, type Packages } from "./packages.ts";
import { isFile, readProgram } from "./program-files.ts";
import { runRepl } from "./repl.ts";
import { createHost } from "./spawn.ts";
import { createEmit } from "./typescript.ts";

const say = (text: string) => process.stderr.write(`${text}\n`);

async function main(): Promise<void> {
  const asked = readArguments();
  if (asked?.driver !== undefined) await runDriver(asked.driver, asked.workers);
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

async function runDriver(driver: string, workers: number): Promise<void> {
  const folder = dirname(driver);
  const packages = createPackages(folder);
  const { program, diagnostics } = await compileWithTypeScript(compile, readProgram(driver), createEmit(folder), {
    whyNoPackage: packages.whyNot,
  });
  for (const diagnostic of diagnostics) {
    say(describe(diagnostic, diagnostic.file === DRIVER_FILE ? basename(driver) : diagnostic.file));
  }
  if (!program) process.exitCode = 1;
  else void superviseIn(folder, packages).run(named(program, basename(driver)), {}, workers);
}

async function openRepl(workers: number): Promise<void> {
  const packages = createPackages(process.cwd());
  const code = await runRepl({
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    terminal: process.stdin.isTTY === true,
    supervisor: superviseIn(process.cwd(), packages),
    workers,
    whyNoPackage: packages.whyNot,
  });
  process.exit(code);
}

/** @param folder of the program: its files and packages */
function superviseIn(folder: string, packages: Packages): Supervisor {
  const host = createHost({
    dist: dirname(fileURLToPath(import.meta.url)),
    program: folder,
    packageUrl: packages.urlOf,
    driverExited: (code) => process.exit(code),
  });
  return new Supervisor(host, onEvent);
}

function onEvent(event: RunEvent): void {
  if (event.type === "line")
    say(event.text); // processes write their own; this one is the supervisor's
  else if (event.type === "notice") {
    const text = noticeText(event.notice);
    if (text !== undefined) say(text);
  } else if (event.type === "finished") process.exit(event.outcome === "finished" ? 0 : 1);
}

/** Positions name the driver as it is called on disk. */
function named(program: CompiledProgram, driver: string): CompiledProgram {
  const modules = program.modules.map((module) => (module.file === DRIVER_FILE ? { ...module, file: driver } : module));
  return { ...program, modules };
}

await main();
