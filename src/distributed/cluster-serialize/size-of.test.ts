import { expect, test } from "vitest";
import { sizeOf } from "./size-of.ts";

test("sizeOf() counts buffers exactly, each once", () => {
  const buffer = new ArrayBuffer(10_000);
  const bytes = sizeOf([new Uint8Array(buffer), new Uint8Array(buffer, 5), buffer]);
  expect(bytes).toBeGreaterThanOrEqual(10_000);
  expect(bytes).toBeLessThan(10_100);
  expect(sizeOf(new Float64Array(1000))).toBeLessThan(8_100);
});

test("sizeOf() counts shared memory as a reference", () => {
  expect(sizeOf(new SharedArrayBuffer(1_000_000))).toBeLessThan(100);
});

test("sizeOf() counts two bytes a character and eight a number", () => {
  expect(sizeOf("x".repeat(1000))).toBe(2000);
  expect(sizeOf(5)).toBe(8);
});

test("sizeOf() extrapolates long arrays, maps and sets from their first thousand", () => {
  const near = (value: unknown, bytes: number) => {
    expect(sizeOf(value)).toBeGreaterThan(0.9 * bytes);
    expect(sizeOf(value)).toBeLessThan(1.1 * bytes);
  };
  near(new Array(1_000_000).fill(1), 8e6);
  near(new Array(100_000).fill("0123456789"), 20 * 100_000);
  near(new Set(Array.from({ length: 20_000 }, (_, i) => i)), 8 * 20_000);
  near(new Map(Array.from({ length: 20_000 }, (_, i) => [i, -i])), 16 * 20_000);
});

test("sizeOf() calls no getter and survives what cannot be read", () => {
  const value = {
    get a(): number {
      throw new Error("called");
    },
  };
  expect(sizeOf([value])).toBeGreaterThan(0);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(sizeOf([proxy])).toBeGreaterThanOrEqual(0);
});
