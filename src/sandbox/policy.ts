// The two policies of DESIGN section 5, as text for meta tags. A srcdoc document obeys both: the page's and its own.
// No scheme stands in the page's script-src: with `blob:` or `data:` there, injected HTML would run in the page's origin.
// `hash` is a source expression: 'sha256-…', its quotes included.

/**
 * The page's policy, for builds (the development server needs inline scripts and its own socket).
 *
 * @param hashes of the inline scripts that may run: the page's loader and the sandbox's supervisor
 * @param cdn origin that serves npm packages; counts where it is not covered by `https:`
 */
export function pagePolicy(hashes: readonly string[], cdn: string): string {
  return [
    "default-src 'self'",
    `script-src 'strict-dynamic' ${hashes.join(" ")} 'wasm-unsafe-eval'`,
    "worker-src 'self' blob: data:",
    `connect-src 'self' blob: data: https:${cdn.startsWith("https:") ? "" : ` ${cdn}`}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/**
 * The sandbox's own policy: scripts from text it was given, and no network. Every Web Worker of the sandbox inherits it.
 *
 * @param cdn of a sandbox that may use the network: the origin that its npm packages come from
 */
export function sandboxPolicy(supervisorHash: string, cdn?: string): string {
  const network = cdn === undefined ? "" : ` ${cdn}`;
  return [
    "default-src 'none'",
    `script-src ${supervisorHash} blob: data: 'wasm-unsafe-eval'${network}`,
    "worker-src blob: data:",
    `connect-src blob: data:${cdn === undefined ? "" : ` https:${network}`}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
