// A program on disk: the driver, functions.ts beside it if there is one, and the files those import by ./name.
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DRIVER_FILE, FUNCTIONS_FILE, type Program } from "../program/program.ts";

/** The driver may have any name on disk; in the program it is driver.ts. */
export function readProgram(driverPath: string): Program {
  const folder = dirname(driverPath);
  const files: Record<string, string> = { [DRIVER_FILE]: readFileSync(driverPath, "utf8") };
  const waiting = isFile(join(folder, FUNCTIONS_FILE)) ? [FUNCTIONS_FILE] : [];
  waiting.push(...importedBy(files[DRIVER_FILE]!));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const found = [name, `${name}.ts`, `${name}.json`].find((one) => isFile(join(folder, one)));
    // The driver itself is read already; a file that is not there is the compile step's to report.
    if (found === undefined || files[found] !== undefined || found === basename(driverPath)) continue;
    files[found] = readFileSync(join(folder, found), "utf8");
    waiting.push(...importedBy(files[found]));
  }
  return { files, assets: {} };
}

/** A folder is none, whatever its name. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Names behind `from "./name"`, `import "./name"` and `import("./name")`. One too many does no harm. */
function importedBy(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*["']\.\/([^"']+)["']/g)].map(([, name]) => name!);
}
