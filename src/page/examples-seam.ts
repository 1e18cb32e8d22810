// Stands in for program/examples/catalog.ts until it is there.
import type { Program } from "../program/program.ts";

interface Both {
  readonly en: string;
  readonly es: string;
}

export interface Example {
  readonly slug: string;
  readonly title: Both;
  readonly summary: Both;
  readonly hint: Both;
  readonly program: Program;
  readonly next: readonly string[];
}

export const EXAMPLES: readonly Example[] = [
  {
    slug: "primes",
    title: { en: "Count primes", es: "Contar primos" },
    summary: { en: "A parallel loop with a reducer", es: "Un bucle paralelo con reductora" },
    hint: { en: "Count primes on {workers} workers.", es: "Cuenta primos en {workers} workers." },
    next: [],
    program: {
      assets: {},
      files: {
        "functions.ts": `// Every process loads this file once, the driver too.

/** Is n prime? Trial division, slow on purpose. */
export function isPrime(n: number): boolean {
  if (n < 2) return false;
  for (let d = 2; d * d <= n; d++) {
    if (n % d === 0) return false;
  }
  return true;
}
`,
        "driver.ts": `import { distributed, nprocs, range } from "distributed";
import { isPrime } from "./functions";

const limit = 1_000_000;

// Each worker takes its share of the range; a + b adds up what they find.
const primes = await distributed(
  (a, b) => a + b,
  range(1, limit),
  (n) => (isPrime(n) ? 1 : 0),
);

console.log(\`\${primes} primes below a million, found by \${nprocs()} processes\`);
`,
      },
    },
  },
];
