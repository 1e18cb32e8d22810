import { expect, test } from "vitest";
import { Queue } from "./queue.ts";

function content<T>(queue: Queue<T>): T[] {
  const all: T[] = [];
  for (let place = queue.first; place; place = place.next) all.push(place.value);
  return all;
}

test("Queue.shift() gives what was pushed first, and undefined from an empty one", () => {
  const queue = new Queue<string>();
  for (const value of ["a", "b", "c"]) queue.push(value);
  expect([queue.shift(), queue.shift(), queue.shift(), queue.shift()]).toEqual(["a", "b", "c", undefined]);
  queue.push("d");
  expect([queue.size, queue.shift(), queue.size]).toEqual([1, "d", 0]);
});

test("Queue.unshift() puts it before all others", () => {
  const queue = new Queue<number>();
  queue.unshift(2);
  queue.unshift(1);
  queue.push(3);
  expect(content(queue)).toEqual([1, 2, 3]);
});

test("Queue.remove() takes any place out, once", () => {
  const queue = new Queue<string>();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((value) => queue.push(value));
  expect([queue.remove(b!), queue.remove(b!), content(queue)]).toEqual([true, false, ["a", "c", "d"]]);
  expect([queue.remove(a!), queue.remove(d!), content(queue)]).toEqual([true, true, ["c"]]);
  expect([new Queue<string>().remove(c!), queue.remove(c!), queue.size]).toEqual([false, true, 0]);
});
