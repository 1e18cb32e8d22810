// Archivo de funciones · The functions file: every process loads it once, the driver too,
// before the driver starts. What workers call stands here, or is an arrow in the driver.

export const square = (x: number) => x * x;
export const add = (a: number, b: number) => a + b;

// A variable of this file is each process's own.
let factor = 1;
export function setFactor(n: number): void {
  factor = n;
}
export const scale = (x: number) => x * factor;

// Una reductora no trivial · A reducer that is not trivial.
export function wordcount(line: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of line.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
export function wcreduce(a: Map<string, number>, b: Map<string, number>): Map<string, number> {
  const total = new Map(a);
  for (const [word, n] of b) total.set(word, (total.get(word) ?? 0) + n);
  return total;
}
