// @ts-check
// `npm run bench`: packages, Chromium and build, then src/bench/main.ts, whose `main(args)` prints its figures.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { main, Trouble } from "./command.mjs";
import { ensureBuild, ensurePackages, ROOT } from "./ensure.mjs";

await main(async () => {
  const entry = join(ROOT, "src/bench/main.ts");
  if (!existsSync(entry)) throw new Trouble("There is no benchmark yet: src/bench/main.ts is missing.");
  await ensurePackages();
  process.env.PANAL_CHROMIUM = await findChromium();
  await ensureBuild();

  // Node 20 runs no TypeScript; Vite does.
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport(entry, { root: ROOT, configFile: false });
  await module.main(process.argv.slice(2));
});
