// @ts-check
import { expect, test } from "vitest";
import { readOptions, showsBrowser } from "./start-options.mjs";

test("readOptions() has the usual port, not insisted on, and opens a browser by default", () => {
  expect(readOptions([])).toEqual({ port: 4173, portGiven: false, open: true });
});

test("readOptions() keeps to a port that was given", () => {
  expect(readOptions(["--port", "8080", "--no-open"])).toEqual({ port: 8080, portGiven: true, open: false });
});

test.each([["--port", "abc"], ["--port", "0"], ["--port", "65536"], ["--port=1.5"], ["--port="]])(
  "readOptions() refuses a bad port: %s %s",
  (...args) => {
    expect(() => readOptions(args)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringMatching(/from 1 to 65535, not "/) }),
    );
  },
);

test.each([["--prot", "1"], ["--port"], ["page"]])("readOptions() refuses in one sentence: %s", (...args) => {
  expect(() => readOptions(args)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringMatching(/^[^\n]+: npm start takes [^\n]+\.$/) }),
  );
});

test("showsBrowser() is false in CI, and on Linux without a display", () => {
  expect(showsBrowser({ CI: "1", DISPLAY: ":0" }, "linux")).toBe(false);
  expect(showsBrowser({}, "linux")).toBe(false);
  expect(showsBrowser({ WAYLAND_DISPLAY: "wayland-0" }, "linux")).toBe(true);
  expect(showsBrowser({}, "darwin")).toBe(true);
});
