import { describe, expect, test } from "vitest";
import { difference, differenceOfMerged, linesOf } from "./compare.ts";
import { type ConformanceProgram, ts } from "./program.ts";

const program = (prints: ConformanceProgram["prints"], rest: Partial<ConformanceProgram> = {}): ConformanceProgram => ({
  id: "X-01",
  title: "",
  workers: 0,
  driver: "",
  prints,
  ...rest,
});

test("ts`…` takes the common indentation away and leaves backslashes alone", () => {
  const text = ts`
    const a = "\n";
      const b = \`\${a}\`;
  `;
  expect(text).toBe('const a = "\\n";\n  const b = `${a}`;\n');
});

test("linesOf() has no line after the last line end, and keeps empty ones", () => {
  expect(linesOf("")).toEqual([]);
  expect(linesOf("a\n\nb\n")).toEqual(["a", "", "b"]);
  expect(linesOf("\n")).toEqual([""]);
});

describe("difference()", () => {
  test("is undefined when each line is as wanted", () => {
    expect(difference(["a", /^b\d$/], ["a", "b7"])).toBeUndefined();
  });

  test("tells of a wrong line, one too few and one too many", () => {
    expect(difference(["a", "b"], ["a", "c"])).toContain('line 2\n  wanted "b"\n  got    "c"');
    expect(difference(["a", "b"], ["a"])).toContain('wanted "b"\n  got    no line');
    expect(difference(["a"], ["a", "b"])).toContain('wanted no line\n  got    "b"');
  });

  test("with the order free takes lines as they come, but each once", () => {
    expect(difference(["a", "b", /^b/], ["b2", "b", "a"], "free")).toBeUndefined();
    expect(difference(["a", "a"], ["a", "b"], "free")).toContain('wanted "a"');
    expect(difference(["a"], ["b", "a"], "free")).toContain('got    "b"');
  });
});

describe("differenceOfMerged()", () => {
  test("is undefined for any interleaving of the two streams", () => {
    const both = program(["a", "b"], { complains: ["x", "y"] });
    expect(differenceOfMerged(both, ["a", "x", "b", "y"])).toBeUndefined();
    expect(differenceOfMerged(both, ["x", "y", "a", "b"])).toBeUndefined();
    expect(differenceOfMerged(both, ["b", "x", "a", "y"])).toContain('wanted "a"\n  got    "b"');
    expect(differenceOfMerged(both, ["a", "b", "x"])).toContain('wanted "y"\n  got    no line');
  });

  test("finds the way through lines that both streams have", () => {
    const both = program(["a", "b"], { complains: ["a", "c"] });
    expect(differenceOfMerged(both, ["a", "c", "a", "b"])).toBeUndefined();
    expect(differenceOfMerged(both, ["a", "a", "b", "c"])).toBeUndefined();
    expect(differenceOfMerged(both, ["a", "c", "b", "a"])).toBeDefined();
  });
});
