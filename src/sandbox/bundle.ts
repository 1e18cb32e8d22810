// Build time: a Vite plugin that serves `virtual:sandbox` (the texts that the sandbox runs) by nested builds, one path for
// the development server and for builds, and that writes the page's policy into builds. The runtime's text is also what
// the command line runs: `sandboxTexts` hands it out.
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";
import { pagePolicy, sandboxPolicy } from "./policy.ts";

const ID = "virtual:sandbox";
const RESOLVED_ID = `\0${ID}`;

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

export interface SandboxTexts {
  readonly supervisor: string;
  readonly boot: string;
  readonly runtime: string;
  /** Of the supervisor's script, as policies write it. */
  readonly hash: string;
  /** Every source file the texts were made from. */
  readonly sources: readonly string[];
}

/** Bundles supervisor, boot and process. */
export async function sandboxTexts(): Promise<SandboxTexts> {
  const [supervisor, boot, runtime] = await Promise.all([
    bundleText(at("./main.ts"), "iife"),
    bundleText(at("./boot.ts"), "iife"),
    bundleText(at("../process/entry.ts"), "es"),
  ]);
  return {
    supervisor: supervisor.text,
    boot: boot.text,
    runtime: runtime.text,
    hash: hashOf(supervisor.text),
    sources: [...new Set([supervisor, boot, runtime].flatMap(({ sources }) => sources))],
  };
}

/** One entry and all it imports as one text: a classic script ("iife") or an ES module ("es"). */
async function bundleText(input: string, format: "iife" | "es"): Promise<{ text: string; sources: string[] }> {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input,
        preserveEntrySignatures: "strict",
        output: { format, codeSplitting: false },
        checks: { pluginTimings: false },
      },
    },
  });
  const [chunk, ...more] = (result as Rolldown.RolldownOutput).output;
  if (more.length > 0)
    throw new Error(`${input} must be one text; the bundler also made ${more.map((o) => o.fileName)}`);
  // A script's text ends at the first end tag, and a document's carriage returns become line feeds before it is hashed.
  const text = chunk.code.replaceAll("</script", "<\\/script").replaceAll("\r", "");
  return { text, sources: chunk.moduleIds.filter((id) => !id.startsWith("\0")) };
}

/**
 * `cdn`: address that npm packages are loaded from, by programs that may use the network.
 * A change of a source of the texts reloads the page in development.
 */
export function sandbox({ cdn }: { cdn: string }): Plugin {
  const { origin } = new URL(cdn);
  let texts: Promise<SandboxTexts> | undefined;
  let isBuild = false;
  return {
    name: "panal:sandbox",
    configResolved(config) {
      isBuild = config.command === "build";
    },
    buildStart() {
      texts = undefined;
    },
    resolveId: (id) => (id === ID ? RESOLVED_ID : undefined),
    async load(id) {
      if (id !== RESOLVED_ID) return undefined;
      texts = sandboxTexts();
      const { supervisor, boot, runtime, hash, sources } = await texts;
      for (const source of sources) this.addWatchFile(source);
      const policies = { policy: sandboxPolicy(hash), networkPolicy: sandboxPolicy(hash, origin) };
      return Object.entries({ supervisor, boot, runtime, hash, ...policies, cdn })
        .map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};`)
        .join("\n");
    },
    transformIndexHtml: {
      order: "post",
      async handler(html) {
        if (!isBuild) return html;
        texts ??= sandboxTexts();
        const { hash } = await texts;
        return withPolicy(html, (loaderHash) => pagePolicy([loaderHash, hash], origin));
      },
    },
  };
}

/**
 * Puts the policy into the document's head. Under 'strict-dynamic' nothing counts that the parser inserts, so the module
 * script and its preloads are appended by an inline loader that the policy knows by its hash.
 */
export function withPolicy(html: string, policy: (loaderHash: string) => string): string {
  const scripts = [...html.matchAll(/\s*<script type="module"[^>]*\ssrc="([^"]+)"[^>]*><\/script>/g)];
  const preloads = [...html.matchAll(/\s*<link rel="modulepreload"[^>]*\shref="([^"]+)"[^>]*>/g)];
  if (scripts.length !== 1)
    throw new Error(`index.html must have one module script for the policy, it has ${scripts.length}`);
  const add = (tag: string, fields: object) =>
    `document.head.append(Object.assign(document.createElement("${tag}"),${JSON.stringify(fields)}));`;
  const loader = [
    ...preloads.map(([, href]) => add("link", { rel: "modulepreload", href })),
    add("script", { type: "module", src: scripts[0]![1] }),
  ].join("");
  let document = html;
  for (const [tag] of [...scripts, ...preloads]) document = document.replace(tag, "");
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy(hashOf(loader))}">`;
  // After the charset, which has to stand in the first 1,024 bytes.
  return document
    .replace(/<head>(\s*<meta charset="[^"]*"\s*\/?>)?/, (start) => start + meta)
    .replace("</head>", () => `<script>${loader}</script></head>`);
}
