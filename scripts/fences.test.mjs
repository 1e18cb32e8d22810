// @ts-check
import { expect, test } from "vitest";
import { fenceExamples } from "./fences.mjs";

test("fenceExamples() makes a block of code of each example, of one line or several", () => {
  const declarations = `/**
 * What it does.
 * @example f(new Channel<number>(1)); // 1
 * @example
 * const a = 1;
 * f(a); // 2
 */
export declare function f(x: unknown): void;
`;
  expect(fenceExamples(declarations)).toBe(`/**
 * What it does.
 *
 * \`\`\`typescript
 * f(new Channel<number>(1)); // 1
 * \`\`\`
 *
 * \`\`\`typescript
 * const a = 1;
 * f(a); // 2
 * \`\`\`
 */
export declare function f(x: unknown): void;
`);
});

test("fenceExamples() leaves the other tags and texts of members as they are", () => {
  const declarations = `    /**
     * @example g();
     * @param x an @example of nothing
     */
    g(x: number): void;
`;
  expect(fenceExamples(declarations)).toBe(`    /**
     *
     * \`\`\`typescript
     * g();
     * \`\`\`
     * @param x an @example of nothing
     */
    g(x: number): void;
`);
});
