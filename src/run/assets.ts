// Brings a program's assets from the site, when Run is pressed: the sandbox has no network. Only what the site itself
// ships is opened, also when a link says otherwise.
import { NoticeError } from "./notice-error.ts";

const LIMIT_MS = 30_000;

/**
 * The bytes of each asset by its name. `site`: address that the paths are relative to. Rejects with a NoticeError that names the asset when one
 * lies outside the site, is missing, or does not come within 30 s; and when `signal` aborts.
 */
export async function fetchAssets(
  assets: Readonly<Record<string, string>>,
  site: string,
  signal: AbortSignal,
): Promise<Record<string, Uint8Array>> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const entries = Object.entries(assets).map(async ([name, path]): Promise<[string, Uint8Array]> => {
    try {
      return [name, await fetchBytes(urlOnSite(path, site), limited)];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new NoticeError({ code: "assetUnreadable", name, why }, `${name} could not be read: ${why}`);
    }
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Throws for a path that leads away from the site. */
export function urlOnSite(path: string, site: string): string {
  const root = new URL(".", site).href;
  const url = new URL(path, root);
  if (!url.href.startsWith(root)) throw new Error(`${path} is not a file of this site`);
  return url.href;
}

async function fetchBytes(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`the site answered ${response.status} for ${url}`);
  return new Uint8Array(await response.arrayBuffer());
}
