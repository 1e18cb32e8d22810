// What a function captures crosses once per worker and operation, however many items there are.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bytesSent } from "./bytes.ts";
import { BYTES } from "./workloads.ts";

const DIST = process.env.PANAL_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
const MIB = 2 ** 20;

test.each(Object.entries(BYTES))(
  "%s() over 1,000 items sends a captured array of 1 MiB once to each worker",
  { timeout: 60_000 },
  async (_, driver) => {
    for (const workers of [1, 3]) {
      const bytes = await bytesSent(join(DIST, "node"), driver, workers);
      expect(bytes).toBeGreaterThanOrEqual(workers * MIB);
      expect(bytes).toBeLessThan(workers * 1.1 * MIB);
    }
  },
);
