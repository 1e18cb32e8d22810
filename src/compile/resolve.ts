// Fills the open specifiers of a compiled program with the URLs of one host, in dependency order, and notes how that
// moved the text. The only file of the compile step that sees a URL.
import type { CompiledModule, CompiledProgram, PositionTable, ResolvedProgram, Specifier } from "./compiled.ts";
import { LIBRARY } from "./files.ts";
import { positionTable } from "./positions.ts";

export interface ModuleHost {
  /** URL of the process bundle: what "distributed" means. */
  readonly runtimeUrl: string;
  /** A URL from which `text` can be imported as a module; `name` is the module's, for people. Called once a module. */
  makeUrl(text: string, name: string): string;
  /** URL of an npm package's module. Throws an error that says why not. */
  npmUrl(specifier: string): string;
}

/** `urls` of the result are those that `makeUrl` made. Throws what the host throws, after nothing has been loaded. */
export function resolveProgram(program: CompiledProgram, host: ModuleHost): ResolvedProgram {
  const made = new Map<string, string>();
  const positions = program.modules.map((module) => makeModule(module, made, host));
  return {
    everywhere: program.everywhere.map((name) => urlOf(name, made, host)),
    driver: urlOf(program.driver, made, host),
    positions,
    urls: [...made.values()],
  };
}

function makeModule(module: CompiledModule, made: Map<string, string>, host: ModuleHost): PositionTable {
  const fill = ({ specifier }: Specifier) => JSON.stringify(urlOf(specifier, made, host));
  const parts = module.parts.map((part) => (typeof part === "string" ? { text: part } : { filled: fill(part) }));
  const text = parts.map((part) => part.text ?? part.filled).join("");
  const url = host.makeUrl(text, module.name);
  made.set(module.name, url);
  return positionTable(module, parts, text, url);
}

function urlOf(specifier: string, made: ReadonlyMap<string, string>, host: ModuleHost): string {
  if (specifier === LIBRARY) return host.runtimeUrl;
  return made.get(specifier) ?? (isUrl(specifier) ? specifier : host.npmUrl(specifier));
}

/** `https://…`, `data:…`; also `node:fs`, which every host that has it knows by that name. */
const isUrl = (specifier: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(specifier);
