import { expect, test } from "vitest";
import { ChannelCore } from "./channel-core.ts";
import { InvalidStateException } from "./errors.ts";
import type { Undo, Waiter } from "./waiter.ts";

/** What happens, in order, told by waiters with a name. */
function log() {
  const lines: string[] = [];
  const waiter = (name: string, canHave = true): Waiter<unknown> => ({
    give(value) {
      lines.push(canHave ? `${name} ${value ?? "done"}` : `${name} cannot have ${value}`);
      return canHave;
    },
    fail: (reason) => void lines.push(`${name} ${(reason as Error).name}`),
  });
  return { lines, waiter, since: () => lines.splice(0) };
}

test("ChannelCore gives items in the order they were put", () => {
  const { since, waiter } = log();
  const channel = new ChannelCore<number>(3);
  for (const item of [1, 2, 3]) channel.put(item, waiter("put"));
  for (let i = 0; i < 3; i++) channel.take(waiter("take"));
  expect(since()).toEqual(["put done", "put done", "put done", "take 1", "take 2", "take 3"]);
});

test("ChannelCore.put() waits while the channel is full, and those who wait come in in order", () => {
  const { since, waiter } = log();
  const channel = new ChannelCore<string>(1);
  for (const item of ["a", "b", "c"]) channel.put(item, waiter(`put ${item}`));
  expect(since()).toEqual(["put a done"]);
  channel.take(waiter("take"));
  expect(since()).toEqual(["take a", "put b done"]);
  channel.put("d", waiter("put d"));
  for (let i = 0; i < 3; i++) channel.take(waiter("take"));
  expect(since()).toEqual(["take b", "put c done", "take c", "put d done", "take d"]);
});

test("ChannelCore.take() waits while there is nothing, and takers are served in order", () => {
  const { since, waiter } = log();
  const channel = new ChannelCore<string>(5);
  channel.take(waiter("first"));
  channel.take(waiter("second"));
  channel.put("a", waiter("put"));
  channel.put("b", waiter("put"));
  expect(since()).toEqual(["put done", "first a", "put done", "second b"]);
});

test("ChannelCore of capacity 0 ends a put only when a taker has the item", () => {
  const { since, waiter } = log();
  const channel = new ChannelCore<string>(0);
  channel.put("a", waiter("put"));
  expect([since(), channel.isEmpty]).toEqual([[], false]);
  channel.take(waiter("take"));
  expect([since(), channel.isEmpty]).toEqual([["take a", "put done"], true]);
  channel.take(waiter("take"));
  channel.put("b", waiter("put"));
  expect(since()).toEqual(["take b", "put done"]);
  expect(() => channel.fetch(waiter("fetch"))).toThrow("capacity 0 holds no item that could be looked at");
});

test("ChannelCore.fetch() and wait() see the next item and leave it", () => {
  const { since, waiter } = log();
  const channel = new ChannelCore<string>(2);
  channel.wait(waiter("wait"));
  channel.fetch(waiter("fetch"));
  channel.take(waiter("take"));
  channel.put("a", waiter("put"));
  expect(since()).toEqual(["put done", "wait a", "fetch a", "take a"]);
  channel.put("b", waiter("put"));
  channel.fetch(waiter("fetch"));
  expect([since(), channel.isEmpty]).toEqual([["put done", "fetch b"], false]);
});

test("ChannelCore.close() wakes who waits, and leaves what is in it to be taken", () => {
  const { since, waiter } = log();
  const full = new ChannelCore<string>(1);
  full.put("a", waiter("put a"));
  full.put("b", waiter("put b"));
  full.close();
  full.close();
  expect([since(), full.isOpen]).toEqual([["put a done", "put b InvalidStateException"], false]);
  full.take(waiter("take"));
  expect(since()).toEqual(["take a"]);
  expect(() => full.take(waiter("take"))).toThrow(InvalidStateException);
  expect(() => full.put("c", waiter("put c"))).toThrow(InvalidStateException);

  const empty = new ChannelCore<string>(1);
  empty.take(waiter("take"));
  empty.wait(waiter("wait"));
  empty.close();
  expect(since()).toEqual(["take InvalidStateException", "wait InvalidStateException"]);
});

test("ChannelCore gives an item that one taker cannot have to the next, and keeps one that nobody can have", () => {
  const { since, waiter } = log();
  for (const capacity of [0, 1]) {
    const channel = new ChannelCore<string>(capacity);
    channel.take(waiter("first", false));
    channel.take(waiter("second"));
    channel.put("a", waiter("put"));
    expect(since().filter((line) => line !== "put done")).toEqual(["first cannot have a", "second a"]);
    channel.take(waiter("third", false));
    channel.put("b", waiter("put"));
    since();
    expect(channel.isEmpty).toBe(false);
    channel.take(waiter("fourth"));
    expect(since()[0]).toBe("fourth b");
  }
});

test("an undone take leaves the line, or gives its item back as the next, also to a full or closed channel", () => {
  const { since, waiter } = log();
  const channel = new ChannelCore<string>(1);
  const waiting = channel.take(waiter("gone"));
  waiting();
  channel.put("a", waiter("put a"));
  const served = channel.take(waiter("had it"));
  channel.put("b", waiter("put b"));
  channel.close();
  served();
  served();
  channel.take(waiter("first"));
  channel.take(waiter("second"));
  expect(since()).toEqual(["put a done", "had it a", "put b done", "first a", "second b"]);
  expect(() => channel.take(waiter("third"))).toThrow(InvalidStateException);
});

test("an undone put leaves the line, or the channel, unless its item was taken", () => {
  const { since, waiter } = log();
  const channel = new ChannelCore<string>(2);
  const undo: Record<string, Undo> = {};
  for (const item of ["a", "b", "c", "d"]) undo[item] = channel.put(item, waiter(`put ${item}`));
  since();
  undo.c!();
  undo.a!();
  channel.take(waiter("take"));
  undo.b!();
  channel.take(waiter("take"));
  expect(since()).toEqual(["put d done", "take b", "take d"]);
  expect(channel.isEmpty).toBe(true);
});

test("ChannelCore serves those who ask for more while they are served", () => {
  const { lines, waiter } = log();
  const channel = new ChannelCore<number>(10);
  const taken: number[] = [];
  const again: Waiter<number> = {
    give(item) {
      taken.push(item);
      if (taken.length < 3) channel.take(again);
      return true;
    },
    fail: () => {},
  };
  channel.take(again);
  for (const item of [1, 2, 3, 4]) channel.put(item, waiter("put"));
  expect([taken, lines.length, channel.isEmpty]).toEqual([[1, 2, 3], 4, false]);
});

test.each([-1, 1.5, Number.NaN, "3", null])("ChannelCore refuses the capacity %s", (capacity) => {
  expect(() => new ChannelCore(capacity as number)).toThrow(RangeError);
});

test("ChannelCore of capacity Infinity never lets a put wait", () => {
  const { lines, waiter } = log();
  const channel = new ChannelCore<number>(Infinity);
  for (let i = 0; i < 1000; i++) channel.put(i, waiter("put"));
  expect(lines).toHaveLength(1000);
});
