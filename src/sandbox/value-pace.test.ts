import { expect, it } from "vitest";
import { createValuePace, linesOf } from "./value-pace.ts";

it("createValuePace() lets a burst through, then 400 small values a second", () => {
  let nowMs = 0;
  const pace = createValuePace(
    () => nowMs,
    (untilMs) => {
      nowMs = untilMs;
    },
  );
  const lines = linesOf({ kind: "text", text: "x" });
  for (let i = 0; i < 400; i++) pace(lines);
  expect(nowMs).toBe(0);
  for (let i = 0; i < 400; i++) pace(lines);
  expect(nowMs).toBe(1000);
  nowMs = 10_000; // a rest is worth one burst, no more
  for (let i = 0; i < 800; i++) pace(lines);
  expect(nowMs).toBe(11_000);
});
