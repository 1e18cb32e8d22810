// What the compile step writes and what the codec makes of it, together, between real threads.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLOSURES, IMPORTS } from "./cases.ts";
import { CORNERS } from "./cases-corners.ts";
import { MIXED } from "./cases-mixed.ts";
import { OBJECTS } from "./cases-objects.ts";
import { VARIABLES } from "./cases-variables.ts";
import { Threads } from "./in-memory-threads.ts";

const threads = new Threads();
beforeAll(() => threads.start());
afterAll(() => threads.stop());

describe.each(Object.entries({ ...CLOSURES, ...VARIABLES, ...OBJECTS, ...CORNERS, ...MIXED }))(
  "functions travel: %s",
  (_, cases) => {
    test.each(cases)(
      "$title",
      async ({ functions, driver, prints = [], throws, packages }) => {
        const files = { "driver.ts": IMPORTS + driver, ...(functions !== undefined && { "functions.ts": functions }) };
        const { lines, error } = await threads.run({ files, ...(packages && { packages }) });
        if (throws) expect(error).toMatch(throws);
        else {
          expect(error).toBeUndefined();
          expect(lines).toEqual(prints.map((it) => (typeof it === "string" ? it : expect.stringMatching(it))));
        }
      },
      30_000,
    ); // the longest graphs take a second of their own
  },
);
