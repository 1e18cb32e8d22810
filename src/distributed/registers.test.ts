import { expect, test } from "vitest";
import { Registers, readWide, WORDS, Word } from "./registers.ts";

function started() {
  const words = new Int32Array(WORDS);
  const names = new Map<number, string>();
  const registers = new Registers(words, { nowMs: () => 0, epochMs: 0 }, (id, name) => void names.set(id, name));
  registers.idle();
  return { words, registers, shown: () => names.get(words[Word.Function]!) ?? "" };
}

test("Registers shows the newest function that still runs, and idle when none does", () => {
  const { words, registers, shown } = started();
  const long = registers.enter("long");
  const short = registers.enter("short");
  expect(shown()).toBe("short");
  registers.leave(short);
  expect([shown(), words[Word.State]]).toEqual(["long", 2]);
  registers.leave(long);
  expect([shown(), words[Word.State]]).toEqual(["", 1]);
});

test("Registers names the loop whose iterations it shows", () => {
  const { words, registers } = started();
  registers.loopAt(7, 2 ** 33 + 5);
  expect([words[Word.Operation], readWide(words, Word.Iterations)]).toEqual([7, 2 ** 33 + 5]);
  registers.loopEnds();
  expect([words[Word.Operation], readWide(words, Word.Iterations)]).toEqual([0, 0]);
});

test("Registers counts bytes beyond 32 bits", () => {
  const { words, registers } = started();
  registers.moved("out", 1, 2 ** 32 - 1);
  registers.moved("out", 1, 2);
  expect([words[Word.MessagesOut], readWide(words, Word.BytesOut)]).toEqual([2, 2 ** 32 + 1]);
});
