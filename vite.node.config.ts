// The command line's build: dist/node/panal.js (the `bin`), boot.js (first module of every worker thread) and process.js,
// which is the very text that the sandbox runs.
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { sandboxTexts } from "./src/sandbox/bundle.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  publicDir: false,
  plugins: [processBundle()],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: "dist/node",
    emptyOutDir: true,
    target: "node20",
    rolldownOptions: {
      input: { panal: at("./src/cli/panal.ts"), boot: at("./src/cli/boot.ts") },
      output: { banner: (chunk) => (chunk.name === "panal" && chunk.isEntry ? "#!/usr/bin/env node" : "") },
      checks: { pluginTimings: false },
    },
  },
});

function processBundle(): Plugin {
  return {
    name: "panal:process-bundle",
    writeBundle: ({ dir }) => chmodSync(join(dir!, "panal.js"), 0o755),
    async generateBundle() {
      const { runtime } = await sandboxTexts();
      this.emitFile({ type: "asset", fileName: "process.js", source: runtime });
      this.emitFile({ type: "asset", fileName: "package.json", source: '{ "type": "module" }\n' });
    },
  };
}
