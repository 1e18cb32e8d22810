// The page's build and its development server. What the sandbox runs is bundled by src/sandbox/bundle.ts; the command
// line's build is vite.node.config.ts.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { fenceExamples } from "./scripts/fences.mjs";
import { sandbox } from "./src/sandbox/bundle.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Address that npm packages are loaded from, as modules: "lodash-es" at "<address>/lodash-es". Only where a visitor allows network. */
const cdn = process.env.PANAL_CDN ?? "https://esm.sh";

/** Shared memory needs them; CORP lets another page with COEP embed ours. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

export default defineConfig({
  base: "./",
  plugins: [react(), sandbox({ cdn }), exampleAssets(), distributedTypes(), oneTypeScript()],
  server: { headers: isolation },
  preview: { headers: isolation },
  worker: { format: "es" },
  build: {
    outDir: "dist/site",
    emptyOutDir: true,
    // No data: URLs for small fonts and images: every byte comes from the site.
    assetsInlineLimit: 0,
    // Monaco's TypeScript service is one Web Worker of 7 MB.
    chunkSizeWarningLimit: 8000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});

/** Monaco names its own Web Worker for TypeScript, which we never start: ours has it in it, and 7 MB are enough. */
function oneTypeScript(): Plugin {
  const own = "new Worker(new URL('ts.worker.js', import.meta.url), { type: \"module\" })";
  return {
    name: "panal:one-typescript",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith("/languages/features/typescript/workerManager.js")) return undefined;
      if (!code.includes(own)) throw new Error(`${id} does not start its Web Worker as it did: see vite.config.ts`);
      return { code: code.replace(own, "undefined"), map: null };
    },
  };
}

/** Serves `src/program/examples/<slug>/<file>.txt` as `examples/<slug>/<file>.txt`, and puts them there in builds. */
function exampleAssets(): Plugin {
  const folder = at("./src/program/examples");
  const list = async () => {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    return names.filter((name) => /^[^/\\]+[/\\][^/\\]+\.txt$/.test(name)).map((name) => name.replaceAll(sep, "/"));
  };
  return {
    name: "panal:example-assets",
    configureServer(server) {
      server.middlewares.use("/examples/", (request, response, next) => {
        const name = decodeURIComponent((request.url ?? "").replace(/^\/|\?.*$/g, ""));
        list()
          .then(async (names) => {
            if (!names.includes(name)) return next();
            const bytes = await readFile(join(folder, name));
            response.setHeader("content-type", "text/plain; charset=utf-8").end(bytes);
          })
          .catch(next);
      });
    },
    async generateBundle() {
      for (const name of await list()) {
        this.emitFile({ type: "asset", fileName: `examples/${name}`, source: await readFile(join(folder, name)) });
      }
    },
  };
}

/**
 * `virtual:distributed-types`: the declarations of the module "distributed" for the editor, as
 * `{ filePath, content }[]` under file:///node_modules/distributed/.
 */
function distributedTypes(): Plugin {
  const id = "virtual:distributed-types";
  const folder = at("./src/distributed");
  return {
    name: "panal:distributed-types",
    resolveId: (wanted) => (wanted === id ? `\0${id}` : undefined),
    async load(wanted) {
      if (wanted !== `\0${id}`) return undefined;
      for (const name of await readdir(folder, { recursive: true })) {
        if (/(?<!\.test)\.ts$/.test(name)) this.addWatchFile(join(folder, name));
      }
      const files = await declarations(join(folder, "index.ts"));
      return `export default ${JSON.stringify(files)};`;
    },
  };
}

async function declarations(entry: string): Promise<{ filePath: string; content: string }[]> {
  const root = "file:///node_modules/distributed";
  const folder = await mkdtemp(join(tmpdir(), "panal-types-"));
  try {
    await tsc([entry, "--outDir", folder, "--rootDir", at("./src")]);
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".d.ts"));
    const files = names.map(async (name) => ({
      filePath: `${root}/${name.replaceAll(sep, "/")}`,
      // Declarations name each other as files that stand beside them.
      content: fenceExamples(await readFile(join(folder, name), "utf8")).replace(
        /((?:from|import)[ (]")(\.[^"]*)\.ts"/g,
        '$1$2.js"',
      ),
    }));
    const door = { filePath: `${root}/index.d.ts`, content: 'export * from "./distributed/index.js";\n' };
    const manifest = { name: "distributed", version: "0.0.0", type: "module", types: "./index.d.ts" };
    return [
      door,
      { filePath: `${root}/package.json`, content: JSON.stringify(manifest) },
      ...(await Promise.all(files)),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function tsc(args: string[]): Promise<void> {
  const compiler = at("./node_modules/typescript/bin/tsc");
  const flags = [
    "--ignoreConfig",
    "--noCheck",
    "--emitDeclarationOnly",
    "--declaration",
    "--stripInternal",
    "--strict",
  ];
  const language = ["--target", "ES2023", "--module", "ESNext", "--moduleResolution", "bundler", "--lib", "ES2023"];
  const rest = ["--allowImportingTsExtensions", "--exactOptionalPropertyTypes", "--types", "", "--noEmit", "false"];
  try {
    await promisify(execFile)(process.execPath, [
      compiler,
      ...flags,
      ...language,
      ...rest,
      ...args,
      at("./src/base/platform.d.ts"),
    ]);
  } catch (error) {
    const { stdout = "" } = error as { stdout?: string };
    throw new Error(`The declarations of "distributed" for the editor could not be made:\n${stdout}`, { cause: error });
  }
}
