// A program on disk: the driver, functions.ts beside it if there is one, and the files those import by ./name or ../name, each
// from its own folder. In the program a file has the name that leads to it from the driver's folder.
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { DRIVER_FILE, FUNCTIONS_FILE, type Program } from "../program/program.ts";

/** The driver may have any name on disk; in the program it is driver.ts. */
export function readProgram(driverPath: string): Program {
  const folder = dirname(driverPath);
  const files: Record<string, string> = { [DRIVER_FILE]: readFileSync(driverPath, "utf8") };
  const waiting = isFile(join(folder, FUNCTIONS_FILE)) ? [FUNCTIONS_FILE] : [];
  waiting.push(...importedBy(DRIVER_FILE, files[DRIVER_FILE]!));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const found = [name, `${name}.ts`, `${name}.json`].find((one) => isFile(join(folder, one)));
    // The driver itself is read already; a file that is not there is the compile step's to report.
    if (found === undefined || files[found] !== undefined || found === basename(driverPath)) continue;
    files[found] = readFileSync(join(folder, found), "utf8");
    waiting.push(...importedBy(found, files[found]));
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

/** Files behind `from "./name"`, `import "../name"` and `import("./name")` in a file. One too many does no harm. */
function importedBy(file: string, text: string): string[] {
  const specifiers = text.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g);
  return [...specifiers].map(([, specifier]) => posix.join(posix.dirname(file), specifier!));
}
