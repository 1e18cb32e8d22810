// The table of README.md in which all stands that can't be sent: each row's program throws each row's error, at the call.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IMPORTS } from "./closures/cases.ts";
import { Threads } from "./closures/in-memory-threads.ts";

const threads = new Threads();
beforeAll(() => threads.start());
afterAll(() => threads.stop());

const text = readFileSync(fileURLToPath(new URL("./README.md", import.meta.url).href), "utf8");

/** what, example, error: of the rows whose second cell is code. */
const rows = [...text.matchAll(/^\| (.*?) \| `(.*?)` \| (.*) \|$/gm)].map(([, what, example, error]) => ({
  what: what!,
  example: example!,
  error: error!,
}));

test("README.md has the table of what can't be sent", () => {
  expect(rows.length).toBeGreaterThan(20);
});

test.each(rows)("remotecallFetch throws the table's error for $what", async ({ example, error }) => {
  const pattern = error.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const { error: message, errorName } = await threads.run({ files: { "driver.ts": IMPORTS + example } });
  expect(message).toMatch(new RegExp(`^${pattern.join(".*")}$`));
  expect(errorName).toBe("UnsendableError"); // one that came from a worker would be a RemoteError
});
