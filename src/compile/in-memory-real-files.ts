// For tests: real TypeScript, as texts by name. The short form is a few folders. The long one, for PANAL_LONG=1, is all
// TypeScript that installed packages hold (sources, declarations, and the sources that stand in their source maps) and
// all of ours. Files with JSX are left out, since a program has none.
import { readdirSync, readFileSync } from "node:fs";

/** Whether the long form was asked for. */
export const LONG = process.env.PANAL_LONG === "1";

const FOLDERS = [
  "node_modules/comlink/src",
  "node_modules/dompurify/src",
  "node_modules/@jridgewell/sourcemap-codec/src",
  "src/distributed/cluster-serialize",
];

const isTypeScript = (path: string): boolean => /\.[mc]?ts$/.test(path);

/** Texts by name; each text once. */
export const REAL_FILES: ReadonlyMap<string, string> = LONG ? allFiles() : fewFiles();

function fewFiles(): Map<string, string> {
  const isMeant = (name: string) => /(?<!\.d|\.test)\.ts$/.test(name);
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter(isMeant)
      .map((name) => `${folder}/${name}`),
  );
  return new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
}

function allFiles(): Map<string, string> {
  const byText = new Map<string, string>();
  for (const path of pathsIn("node_modules")) {
    if (isTypeScript(path)) byText.set(readFileSync(path, "utf8"), path);
    else if (path.endsWith(".map")) for (const [name, text] of sourcesOf(path)) byText.set(text, name);
  }
  for (const path of pathsIn("src")) if (isTypeScript(path)) byText.set(readFileSync(path, "utf8"), path);
  return new Map([...byText].map(([text, name]) => [name, text]));
}

function pathsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    // Links lead to other packages, folders with a dot are caches.
    if (entry.isDirectory()) return entry.name.startsWith(".") ? [] : pathsIn(path);
    return entry.isFile() ? [path] : [];
  });
}

function sourcesOf(map: string): [name: string, text: string][] {
  const { sources = [], sourcesContent = [] } = JSON.parse(readFileSync(map, "utf8")) as {
    sources?: string[];
    sourcesContent?: (string | null)[];
  };
  return sources.flatMap((source, i) => {
    const text = sourcesContent[i];
    return text && isTypeScript(source) ? [[`${map} ${source}`, text] as [string, string]] : [];
  });
}
