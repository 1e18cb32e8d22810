import { expect, describe as group, it, test } from "vitest";
import { checkShown } from "../supervisor/check-shown.ts";
import { SHOWN, type Shown } from "../supervisor/shown.ts";
import { describe, textForm } from "./display.ts";
import { startCluster } from "./in-memory-cluster.ts";

/** What is shown of a value, which the other side takes as it is, without a fault. */
function shownOf(value: unknown): Shown {
  const { shown, fault } = describe(value);
  expect(fault).toBeUndefined();
  expect(checkShown(structuredClone(shown))).toEqual(shown);
  return shown;
}

group("describe() gives text", () => {
  const throws = () => {
    throw new Error("not to be read");
  };
  test.each([
    ["a string", "two\nlines", "two\nlines"],
    ["a number", 3, "3"],
    ["undefined", undefined, "undefined"],
    ["an object", { a: [1, "b"] }, "{ a: [ 1, 'b' ] }"],
    ["an array of numbers", [1, 2], "[ 1, 2 ]"],
    ["an empty array", [], "[]"],
    ["an empty Map", new Map(), "Map(0) {}"],
    ["an array of different things", [{ a: 1 }, 2], "[ { a: 1 }, 2 ]"],
    ["an array of class instances", [new Date(0)], "[ 1970-01-01T00:00:00.000Z ]"],
    ["an array with holes", new Array(2 ** 31), "[ <2147483648 empty items> ]"],
    ["an object that has a chart", { chart: "mine" }, "{ chart: 'mine' }"],
    ["an object of width and height", { width: 1, height: 2, data: "x" }, "{ width: 1, height: 2, data: 'x' }"],
    [
      "a value whose getter throws",
      [
        {
          get a() {
            return throws();
          },
        },
      ],
      "[ { a: [Getter] } ]",
    ],
    [
      "a revoked proxy",
      revoked(),
      "[a value that cannot be shown: Cannot perform 'get' on a proxy that has been revoked]",
    ],
  ])("of %s", (_what, value, text) => {
    expect(shownOf(value)).toEqual({ kind: "text", text });
  });

  it("of a long string, cut, and says so", () => {
    const { text } = shownOf("x".repeat(200_000)) as { text: string };
    expect(text).toHaveLength(SHOWN.characters - 50 + "… (cut: it had 200000 characters)".length);
    expect(text.endsWith("x… (cut: it had 200000 characters)")).toBe(true);
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

group("describe() gives a table", () => {
  it("of plain objects: every key a column, in the order they come; numbers are known", () => {
    const value = [
      { word: "whale", count: 1226 },
      { word: "a\nb", count: 2n, note: { deep: [1] } },
      Object.create(null),
    ];
    expect(shownOf(value)).toEqual({
      kind: "table",
      columns: [
        { name: "word", numeric: false },
        { name: "count", numeric: true },
        { name: "note", numeric: false },
      ],
      rows: [
        ["whale", "1226", ""],
        ["'a\\nb'", "2n", "{ deep: [ 1 ] }"],
        ["", "", ""],
      ],
      total: 3,
    });
  });

  it("of arrays and typed arrays, by index", () => {
    const table = { columns: [{ name: "0" }, { name: "1" }], rows: [["1", "2"], ["3", ""]] }; // biome-ignore format: a table
    expect(shownOf([[1, 2], [3]])).toMatchObject(table);
    expect(shownOf([Float64Array.of(1, 2), Float64Array.of(3)])).toMatchObject(table);
  });

  it("of a Map, by key and value", () => {
    const table = { columns: [{ name: "key" }, { name: "value" }], rows: [["the", "5"], ["a", "3"]] }; // biome-ignore format: a table
    expect(shownOf(new Map([["the", 5], ["a", 3]]))).toMatchObject(table); // biome-ignore format: a table
  });

  it("of no more rows, columns and characters than can be drawn, and says how many there are", () => {
    const long = shownOf(Array.from({ length: 5000 }, (_, i) => ({ i }))) as Extract<Shown, { kind: "table" }>;
    expect([long.rows.length, long.total]).toEqual([1000, 5000]);
    const wide = shownOf(Array.from({ length: 500 }, () => Array(60).fill(1))) as Extract<Shown, { kind: "table" }>;
    expect([wide.rows.length, wide.columns.length, wide.total]).toEqual([400, 50, 500]);
    expect([wide.columns[48]!.name, wide.columns[49]!.name, wide.rows[0]![49]]).toEqual(["48", "…", "…"]);
    expect(shownOf([["x".repeat(501)]])).toMatchObject({ rows: [[`${"x".repeat(499)}…`]] });
  });

  it("of the value as it is now", () => {
    const rows = [{ n: 1 }];
    const shown = shownOf(rows);
    rows[0]!.n = 2;
    expect(shown).toMatchObject({ rows: [["1"]] });
  });
});

group("describe() gives an image", () => {
  const RED = [255, 0, 0, 255];

  it("of what has a width, a height and its bytes, and copies them", () => {
    const data = new Uint8ClampedArray([...RED, ...RED]);
    const shown = shownOf({ width: 2, height: 1, data });
    data[0] = 7;
    expect(shown).toEqual({ kind: "image", width: 2, height: 1, data: new Uint8ClampedArray([...RED, ...RED]) });
  });

  it("of bytes in shared memory or in a part of a buffer", () => {
    const shared = new Uint8ClampedArray(new SharedArrayBuffer(4));
    shared.set(RED);
    expect(shownOf({ width: 1, height: 1, data: shared })).toMatchObject({ data: new Uint8ClampedArray(RED) });
    const part = new Uint8Array([0, 0, 0, 0, ...RED]).subarray(4);
    expect(shownOf({ width: 1, height: 1, data: part })).toMatchObject({ data: new Uint8ClampedArray(RED) });
  });

  test.each([
    [
      { width: 2, height: 2, data: new Uint8ClampedArray(4) },
      "an image of 2 × 2 has 16 bytes, 4 a pixel (red, green, blue, alpha), not 4",
    ],
    [
      { width: 1.5, height: 2, data: new Uint8ClampedArray(12) },
      "an image is a whole number of pixels wide and high, not 1.5 × 2",
    ],
    [
      { width: 5000, height: 1000, data: new Uint8Array() },
      "an image has at most 4000000 pixels, and 5000 × 1000 are 5000000",
    ],
  ])("never of %o, and says why", (value, fault) => {
    expect(describe(value)).toMatchObject({ fault, shown: { kind: "text" } });
  });
});

group("describe() gives a chart", () => {
  it("of x and y, numbers or names, with or without a title", () => {
    expect(shownOf({ chart: "bar", x: ["a", "b"], y: [3, 5], title: "How often" })).toEqual({
      ...{ kind: "chart", chart: "bar", title: "How often", x: ["a", "b"], y: Float64Array.of(3, 5), total: 2 },
    });
    expect(shownOf({ chart: "line", y: new Float32Array([1, 2]) })).toMatchObject({
      ...{ title: "", x: Float64Array.of(0, 1), y: Float64Array.of(1, 2) },
    });
    const range = { length: 2, *[Symbol.iterator]() { yield 1; yield 3; } }; // biome-ignore format: short
    expect(shownOf({ chart: "dots", x: range, y: [1, Number.NaN] })).toMatchObject({ x: Float64Array.of(1, 3) });
  });

  it("of no more points than can be drawn", () => {
    const { y, total } = shownOf({ chart: "line", y: new Array(20_000).fill(1) }) as Extract<Shown, { kind: "chart" }>;
    expect([y.length, total]).toEqual([10_000, 20_000]);
  });

  test.each([
    [{ chart: "pie", y: [1] }, 'a chart is "line", "bar", "dots", not "pie"'],
    [{ chart: "line", y: 3 }, "y of a chart is an array or a range"],
    [{ chart: "line", y: ["a"] }, "y of a chart holds numbers"],
    [{ chart: "line", x: [1], y: [1, 2] }, "a chart has as many x as y, not 1 and 2"],
    [{ chart: "line", x: [1, "b"], y: [1, 2] }, "x of a chart holds numbers, or strings"],
  ])("never of %o, and says why", (value, fault) => {
    expect(describe(value)).toMatchObject({ fault, shown: { kind: "text" } });
  });
});

test.each([
  ["a text", "a\nb", "a\nb"],
  ["an image", { width: 2, height: 1, data: new Uint8ClampedArray(8) }, "image 2 × 1"],
  ["a table", [{ a: 1, b: "x" }], "┌───┬───┐\n│ a │ b │\n├───┼───┤\n│ 1 │ x │\n└───┴───┘"],
  [
    "a chart",
    { chart: "bar", x: ["a"], y: [3], title: "How often" },
    "How often\n┌───┬───┐\n│ x │ y │\n├───┼───┤\n│ a │ 3 │\n└───┴───┘",
  ],
])("textForm() of %s", (_what, value, text) => {
  expect(textForm(describe(value).shown)).toBe(text);
});

test("textForm() says how many rows and points are not there", () => {
  expect(textForm(describe({ chart: "line", y: new Array(21).fill(0) }).shown)).toMatch(
    /^line chart\n[\s\S]*\n… 1 more point$/,
  );
  expect(textForm(describe(new Array(1002).fill([1])).shown)).toMatch(/\n… 2 more rows$/);
});

test("display() on any process is an event of that process; what is not right is told there", async () => {
  const { processes, events, host } = await startCluster(1);
  processes.get(2)!.api.display([{ a: 1 }]);
  await host.drain();
  processes.get(1)!.api.display({ chart: "line", y: "none" });
  await host.drain();
  const told = events.filter(({ type }) => type === "display" || type === "line");
  expect(told).toMatchObject([
    { type: "display", pid: 2, skipped: 0, shown: { kind: "table", rows: [["1"]] } },
    { type: "line", pid: 1, level: "warn", text: "display: y of a chart is an array or a range; it is shown as text" },
    { type: "display", pid: 1, shown: { kind: "text", text: "{ chart: 'line', y: 'none' }" } },
  ]);
});
