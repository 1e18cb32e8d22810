// The key of a module: what its functions are known by between processes. It holds a short hash of the text, so that
// functions of one version of a file are never made again from another; who compiles one text several times for processes
// that go on living (a REPL) adds a build number of its own.

/** "driver.ts~1x8k3p2": never contains `*` or `#`, which end it in a mark. The same for the same text and build. */
export function moduleKey(file: string, text: string, build: string): string {
  return `${file}~${hash(`${build}\0${text}`).toString(36)}`;
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum >>> 0;
}
