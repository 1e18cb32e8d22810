// Where a function keeps its thunk: in a private field stamped onto the function itself. No key, so nothing shows when a
// program prints, freezes or copies the function; creating it takes no longer than with a symbol as key, where a WeakMap
// costs 500 ns (measured in Node 20 and Chromium).
import type { Thunk } from "./registration.ts";

/** A base class that gives back what it is given, so that a derived class puts its private field onto that. */
const Given = function given(target: object) {
  return target;
} as unknown as new (
  target: object,
) => object;

class Stamp extends Given {
  #thunk: Thunk;
  constructor(target: object, thunk: Thunk) {
    super(target);
    this.#thunk = thunk;
  }
  static write(target: object, thunk: Thunk): void {
    try {
      new Stamp(target, thunk); // asking `#thunk in target` first would triple the cost of creating a closure
    } catch {
      (target as Stamp).#thunk = thunk; // it has one already
    }
  }
  static read(target: object): Thunk | undefined {
    return #thunk in target ? target.#thunk : undefined;
  }
}

/** Attaches the thunk to the function, getter, setter or class; a later one replaces it. */
export const stamp = Stamp.write;

/** The thunk this very function was given when it was created. */
export const thunkOf = Stamp.read;
