// Fills the open specifiers of a compiled program, or of a REPL cell beside it, with the URLs of one host, in dependency order, and notes how that
// moved the text. The only file of the compile step that sees a URL.
import type {
  CompiledCell,
  CompiledModule,
  CompiledProgram,
  Package,
  ResolvedCell,
  ResolvedModule,
  ResolvedProgram,
  Specifier,
} from "./compiled.ts";
import { positionTable } from "./positions.ts";
import { LIBRARY } from "./specifiers/files.ts";

export interface ModuleHost {
  /** URL of the process bundle: what "distributed" means. */
  readonly runtimeUrl: string;
  /** A URL from which `text` can be imported as a module; `name` is the module's, for people. Called once a module. */
  makeUrl(text: string, name: string): string;
  /** URL of an npm package's module. Throws an error that says why not. */
  npmUrl(specifier: string): string;
}

/** URLs by module name that `makeUrl` has made, for a program and its cells; to be released together. */
export type MadeUrls = Map<string, string>;

/** Adds to `made`. Throws what the host throws, after nothing has been loaded. */
export function resolveProgram(
  program: CompiledProgram,
  host: ModuleHost,
  made: MadeUrls = new Map(),
): ResolvedProgram {
  const modules = program.modules.map((module) => makeModule(module, made, host));
  return {
    everywhere: program.everywhere.map((name) => urlOf(name, made, host)),
    driver: urlOf(program.driver, made, host),
    positions: modules.map(({ positions }) => positions),
    packages: [...new Map(modules.flatMap(({ packages }) => packages).map((it) => [it.url, it])).values()],
  };
}

/** The same for a cell of the program whose URLs `made` has. */
export function resolveCell({ announced, own }: CompiledCell, host: ModuleHost, made: MadeUrls): ResolvedCell {
  const fresh = announced.filter(({ name }) => !made.has(name));
  return {
    announced: fresh.map((module) => makeModule(module, made, host)),
    own: makeModule(own, made, host),
  };
}

function makeModule(module: CompiledModule, made: MadeUrls, host: ModuleHost): ResolvedModule {
  const fill = ({ specifier }: Specifier) => JSON.stringify(urlOf(specifier, made, host));
  const parts = module.parts.map((part) => (typeof part === "string" ? { text: part } : { filled: fill(part) }));
  const text = parts.map((part) => part.text ?? part.filled).join("");
  const url = host.makeUrl(text, module.name);
  made.set(module.name, url);
  return { url, positions: positionTable(module, parts, text, url), packages: packagesOf(module, made, host) };
}

/** Those that come from a site and are needed at once, once each. */
function packagesOf({ parts, file }: CompiledModule, made: MadeUrls, host: ModuleHost): Package[] {
  const needed = parts.filter((part) => typeof part !== "string" && !part.isDynamic) as Specifier[];
  const specifiers = new Set(needed.map(({ specifier }) => specifier));
  return [...specifiers]
    .filter((specifier) => specifier !== LIBRARY && !made.has(specifier))
    .map((specifier) => ({ specifier, file, url: urlOf(specifier, made, host) }))
    .filter(({ url }) => /^https?:/.test(url));
}

function urlOf(specifier: string, made: ReadonlyMap<string, string>, host: ModuleHost): string {
  if (specifier === LIBRARY) return host.runtimeUrl;
  return made.get(specifier) ?? (isUrl(specifier) ? specifier : host.npmUrl(specifier));
}

/** `https://…`, `data:…`; also `node:fs`, which every host that has it knows by that name. */
const isUrl = (specifier: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(specifier);
