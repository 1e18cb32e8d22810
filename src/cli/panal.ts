// panal [-p N] driver.ts: the supervisor and the process bundle of the page, on worker threads.
// Exit code: 0 when finished, 1 when failed, 2 on bad usage; process.exit(n) in the driver gives n.
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "../compile/compile.ts";
import type { CompiledProgram, Diagnostic } from "../compile/compiled.ts";
import { compileWithTypeScript } from "../compile/with-typescript.ts";
import { DRIVER_FILE } from "../program/program.ts";
import type { RunEvent } from "../supervisor/api.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import { type Arguments, parseArguments, USAGE } from "./arguments.ts";
import { noticeText } from "./notices.ts";
import { createPackages, type Packages } from "./packages.ts";
import { isFile, readProgram } from "./program-files.ts";
import { createHost } from "./spawn.ts";
import { createEmit } from "./typescript.ts";

const say = (text: string) => process.stderr.write(`${text}\n`);

async function main(): Promise<void> {
  const asked = readArguments();
  if (asked === undefined) return;
  const { workers, driver } = asked;
  const folder = dirname(driver);
  const packages = createPackages(folder);
  const { program, diagnostics } = await compileWithTypeScript(compile, readProgram(driver), createEmit(folder), {
    whyNoPackage: packages.whyNot,
  });
  for (const diagnostic of diagnostics) say(describe(diagnostic, basename(driver)));
  if (!program) process.exitCode = 1;
  else run(program, driver, workers, packages);
}

/** undefined: the answer has been given. */
function readArguments(): (Arguments & { driver: string }) | undefined {
  try {
    const asked = parseArguments(process.argv.slice(2));
    if (asked.help) {
      process.stdout.write(`${USAGE}\n`);
      return undefined;
    }
    if (asked.driver === undefined) throw new Error(`panal needs a driver to run.\n${USAGE}`);
    const driver = resolve(asked.driver);
    if (!isFile(driver)) throw new Error(`There is no file "${asked.driver}".`);
    return { ...asked, driver };
  } catch (error) {
    say((error as Error).message);
    process.exitCode = 2;
    return undefined;
  }
}

function run(program: CompiledProgram, driver: string, workers: number, packages: Packages): void {
  const host = createHost({
    dist: dirname(fileURLToPath(import.meta.url)),
    program: dirname(driver),
    packageUrl: packages.urlOf,
    driverExited: (code) => process.exit(code),
  });
  const supervisor = new Supervisor(host, onEvent);
  void supervisor.run(named(program, basename(driver)), {}, workers);
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

function describe({ severity, message, file, line, column }: Diagnostic, driver: string): string {
  const place = `${file === DRIVER_FILE ? driver : file}:${line}:${column}`;
  return severity === "error" ? `${place}: ${message}` : `${place}: warning: ${message}`;
}

await main();
