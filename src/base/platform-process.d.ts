// The names that a process takes from its host besides those of platform.d.ts: what every realm of a program has, and the
// rest of the core must not touch. Read by the program tsconfig.process.json alone.

/** Its methods are replaced before user code runs; ours never print by it. */
interface Console {
  log(...values: unknown[]): void;
}

declare const console: Console;

interface ImportMeta {
  readonly url: string;
}
