// @ts-check
// `npm run build`: both builds, whatever stands there. dist/site is the page, dist/node the command line.
import { main } from "./command.mjs";
import { ensureBuild, ensurePackages } from "./ensure.mjs";

await main(async () => {
  await ensurePackages();
  await ensureBuild({ always: true });
});
