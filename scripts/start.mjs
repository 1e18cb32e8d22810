// @ts-check
// `npm start [-- --port N --no-open]`: installs and builds what is missing, then serves the built site by Vite's preview,
// with the isolation headers of vite.config.ts, until it is interrupted.
import { main, Trouble } from "./command.mjs";
import { ensureBuild, ensurePackages, ROOT } from "./ensure.mjs";
import { readOptions, showsBrowser } from "./start-options.mjs";

await main(async () => {
  const options = readOptions(process.argv.slice(2));
  await ensurePackages();
  await ensureBuild();

  const { preview } = await import("vite");
  const server = await preview({
    root: ROOT,
    preview: {
      port: options.port,
      // A port that was asked for is kept to; the usual one gives way to the next free one, and Vite says so.
      strictPort: options.portGiven,
      open: options.open && showsBrowser(process.env, process.platform),
    },
  }).catch((error) => {
    if (!/already in use/.test(String(error))) throw error;
    throw new Trouble(`Port ${options.port} is in use: give another by --port, or none.`);
  });

  const url = server.resolvedUrls?.local[0] ?? `http://localhost:${options.port}/`;
  if (new URL(url).port !== String(options.port))
    console.log(`Port ${options.port} is in use, so it is the next free.`);
  console.log(`Panal is at ${url} (Ctrl+C ends it)`);
});
