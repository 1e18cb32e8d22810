// The two policies of DESIGN section 5, as text for meta tags. A srcdoc document obeys both: the page's and its own.
// No scheme stands in the page's script-src: with `blob:` or `data:` there, injected HTML would run in the page's origin.
// `hash` is a source expression: 'sha256-…', its quotes included.

/**
 * The page's policy, for builds (the development server needs inline scripts and its own socket).
 *
 * @param hashes of the inline scripts that may run: the page's loader and the sandbox's supervisor
 * @param cdn origin that serves npm packages, where it is not covered by `https:` (tests use a local one)
 */
export function pagePolicy(hashes: readonly string[], cdn?: string): string {
  return [
    "default-src 'self'",
    `script-src 'strict-dynamic' ${hashes.join(" ")} 'wasm-unsafe-eval'`,
    "worker-src 'self' blob: data:",
    `connect-src 'self' blob: data: https:${cdn === undefined || cdn.startsWith("https:") ? "" : ` ${cdn}`}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** The sandbox's own policy: scripts from text it was given, and no network. Every Web Worker of the sandbox inherits it. */
export function sandboxPolicy(supervisorHash: string): string {
  return [
    "default-src 'none'",
    `script-src ${supervisorHash} blob: data: 'wasm-unsafe-eval'`,
    "worker-src blob: data:",
    "connect-src blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
