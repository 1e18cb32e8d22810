// File where the platform's own copy is none: Node 20 makes a Blob of it, without name and date. There it travels as its
// content and what it says of itself. Found out when the first one is sent.
import { getPrototypeOf, keptClone } from "./intrinsics.ts";
import type { HowItTravels } from "./state.ts";

interface FileLike {
  readonly name: string;
  readonly type: string;
  readonly lastModified: number;
  slice(): object;
}

type FileClass = new (parts: unknown[], name: string, options?: { type?: string; lastModified?: number }) => FileLike;

let areKept: boolean | undefined;

/** Whether structured clone keeps that file's class. */
export function keepsFiles(file: object): boolean {
  areKept ??= getPrototypeOf(keptClone(file)) === getPrototypeOf(file);
  return areKept;
}

/** Undefined where the host has no files. */
export function howFilesTravel(): (HowItTravels & { readonly prototype: object }) | undefined {
  const Files = (globalThis as { File?: FileClass }).File;
  if (!Files) return undefined;
  return {
    tag: "File",
    prototype: Files.prototype,
    pack: (file) => {
      const { name, type, lastModified } = file as FileLike;
      return [(file as FileLike).slice(), name, type, lastModified];
    },
    unpack: ([content, name, type, lastModified]) =>
      new Files([content], name as string, { type: type as string, lastModified: lastModified as number }),
  };
}
