/**
 * 32 well mixed bits from a number: the same ones on every computer, and no generator
 * whose state would have to be shared. The constants are those of hash-prospector.
 */
export function hash(n: number): number {
  n = Math.imul(n ^ (n >>> 16), 0x21f0aaad);
  n = Math.imul(n ^ (n >>> 15), 0x735a2d97);
  return n ^ (n >>> 15);
}

/** Whether the i-th point of the unit square lies in the quarter circle: 1 or 0. */
export function inside(i: number): number {
  // 15 bits each: then the squares are whole numbers, and no computer rounds.
  const x = hash(2 * i) >>> 17;
  const y = hash(2 * i + 1) >>> 17;
  return x * x + y * y < 2 ** 30 ? 1 : 0;
}

export const add = (a: number, b: number) => a + b;
