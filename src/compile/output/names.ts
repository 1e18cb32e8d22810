// Names of our own in a module's text. They begin with a prefix that occurs nowhere in the file, so they can neither
// shadow a name of the user's nor be shadowed.
import type { Pseudo } from "../scopes/bindings.ts";

/** What is taken from `$panal` at the top of a module, by its name there, and the short name it gets. */
const REGISTRAR = {
  module: "m",
  capture: "c",
  accessor: "a",
  privates: "p",
  restoring: "r",
  restoreTarget: "t",
} as const;

/** Parameters of thunks, setters and factories; `factories` is the function that makes their table. Cells have more. */
const LOCALS = {
  factories: "f",
  index: "i",
  write: "w",
  value: "v",
  late: "s",
  object: "o",
  // Of REPL cells: the scope's names, its two functions, and the cell's value.
  scope: "n",
  box: "b",
  peek: "k",
  result: "e",
} as const;

type OwnName = keyof typeof REGISTRAR | keyof typeof LOCALS;

export interface OwnNames extends Readonly<Record<OwnName, string>> {
  readonly prefix: string;
  /** `{module:$_m,…}`: binds what comes from the registrar. */
  readonly registrarPattern: string;
  /** A variable that goes with the literal of that number. */
  numbered(id: number): string;
  /** A parameter whose `o` is the object literal that begins at that offset. */
  home(offset: number): string;
  /** The parameter of a factory that brings it. */
  pseudo(which: Pseudo): string;
}

/** Our names for a file of this text. */
export function ownNames(text: string): OwnNames {
  let prefix = "$_";
  for (let n = 0; text.includes(prefix); n += 1) prefix = `$${n}_`;
  const short = Object.entries({ ...REGISTRAR, ...LOCALS }).map(([name, letter]) => [name, prefix + letter]);
  const pattern = Object.entries(REGISTRAR).map(([name, letter]) => `${name}:${prefix}${letter}`);
  return {
    ...(Object.fromEntries(short) as Record<OwnName, string>),
    prefix,
    registrarPattern: `{${pattern.join(",")}}`,
    numbered: (id) => `${prefix}${id}`,
    home: (offset) => `${prefix}h${offset}`,
    pseudo: (which) => `${prefix}${which.replace("new.", "")}`,
  };
}
