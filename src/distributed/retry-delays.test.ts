import { expect, test, vi } from "vitest";
import { delaysOf, exponentialBackOff } from "./retry-delays.ts";

test("exponentialBackOff() gives one delay of 0.05 s unless told otherwise, as Julia's ExponentialBackOff", () => {
  expect([...exponentialBackOff()]).toEqual([0.05]);
  expect(exponentialBackOff({ n: 7 }).length).toBe(7);
});

test("exponentialBackOff() multiplies by its factor, up to maxDelay", () => {
  expect([...exponentialBackOff({ n: 5, jitter: 0 })]).toEqual([0.05, 0.25, 1.25, 6.25, 10]);
  expect([...exponentialBackOff({ n: 3, firstDelay: 20, maxDelay: 4, jitter: 0 })]).toEqual([4, 4, 4]);
  expect([...exponentialBackOff({ n: 3, firstDelay: 1, factor: 1, jitter: 0 })]).toEqual([1, 1, 1]);
  expect([...exponentialBackOff({ n: 0 })]).toEqual([]);
});

test("exponentialBackOff() lets each delay differ by its jitter, and draws anew each time", () => {
  const random = vi.spyOn(Math, "random");
  const delays = exponentialBackOff({ n: 2, firstDelay: 1, factor: 2, jitter: 0.5 });
  random.mockReturnValue(0);
  expect([...delays]).toEqual([1, 1]);
  random.mockReturnValue(0.75);
  expect([...delays]).toEqual([1, 2.5]);
});

test("exponentialBackOff() refuses what is negative or no number, and an unknown option by name", () => {
  expect(() => exponentialBackOff({ factor: -1 })).toThrow(
    new RangeError("exponentialBackOff: factor must be a number, 0 or more, got -1"),
  );
  expect(() => exponentialBackOff({ jitter: Number.NaN })).toThrow("jitter must be a number, 0 or more, got NaN");
  expect(() => exponentialBackOff({ n: "3" as never })).toThrow('n must be a number, 0 or more, got "3"');
  expect(() => exponentialBackOff({ n: 1.5 })).toThrow("n must be a whole number, got 1.5");
  expect(() => exponentialBackOff({ first_delay: 1 } as never)).toThrow("unknown option `first_delay`");
});

test("delaysOf() lets every item draw anew from what can be iterated again", () => {
  let begun = 0;
  const delays = delaysOf("pmap", {
    *[Symbol.iterator]() {
      begun++;
      yield begun;
    },
  });
  begun = 0; // it was asked whether it is its own iterator
  const [first, second] = [delays(), delays()];
  expect([first.at(0), first.at(0), first.at(1), second.at(0)]).toEqual([1, 1, undefined, 2]);
});

test("delaysOf() gives every item all the delays of a generator, which can be drawn from only once", () => {
  const generator = (function* () {
    yield* [1, 2];
  })();
  const delays = delaysOf("pmap", generator);
  const [first, second] = [delays(), delays()];
  expect([first.at(0), second.at(0), second.at(1), first.at(1), first.at(2)]).toEqual([1, 1, 2, 2, undefined]);
});

test("delaysOf() draws from an endless sequence no more than it is asked for", () => {
  function* forever() {
    for (let i = 1; ; i++) yield i;
  }
  expect(delaysOf("pmap", forever())().at(2)).toBe(3);
});

test("delaysOf() says which delay is no number of seconds when it is drawn, if it could not tell before", () => {
  const generator = (function* () {
    yield 1;
    yield -1;
  })();
  const delays = delaysOf("pmap", generator)();
  expect(delays.at(0)).toBe(1);
  expect(() => delays.at(1)).toThrow("pmap: retryDelays[1] must be a number of seconds, 0 or more, got -1");
});
