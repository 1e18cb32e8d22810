import { expect, test } from "vitest";
import { layComb, neighbour, spiral } from "./hexagons.ts";

test("spiral() never moves a cell when others come", () => {
  expect(spiral(65).slice(0, 9)).toEqual(spiral(9));
});

test("spiral() gives each cell a place of its own, touching the spiral before it", () => {
  const places = spiral(65);
  expect(new Set(places.map(String)).size).toBe(65);
  const touching = ([q, r]: readonly [number, number], [u, v]: readonly [number, number]): boolean =>
    Math.max(Math.abs(q - u), Math.abs(r - v), Math.abs(q + r - u - v)) === 1;
  places.slice(1).forEach((place, index) => {
    expect(places.slice(0, index + 1).some((before) => touching(place, before))).toBe(true);
  });
});

test("layComb() puts pid 2 at one o'clock of the driver", () => {
  const [driver, second] = layComb(6, 216, 178, 31).centers;
  expect(second!.x).toBeGreaterThan(driver!.x);
  expect(second!.y).toBeLessThan(driver!.y);
});

test.each([1, 2, 5, 9, 17, 33, 65])("layComb() fits %i cells into the box", (count) => {
  const { radius, centers } = layComb(count, 216, 178, 31);
  expect(radius).toBeLessThanOrEqual(31);
  for (const { x, y } of centers) {
    expect(x - radius).toBeGreaterThanOrEqual(0);
    expect(x + radius).toBeLessThanOrEqual(216);
    expect(y - radius).toBeGreaterThanOrEqual(-1);
    expect(y + radius).toBeLessThanOrEqual(179);
  }
});

test("neighbour() walks towards the arrow and stays at the edge", () => {
  const { centers } = layComb(7, 216, 178, 31);
  expect(neighbour(centers, 0, 1, 0)).toBe(1);
  expect(neighbour(centers, 0, 0, 1)).toBe(3);
  const lowest = centers.indexOf(centers.reduce((a, b) => (b.y > a.y ? b : a)));
  expect(neighbour(centers, lowest, 0, 1)).toBe(lowest);
});
