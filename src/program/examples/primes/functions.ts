// Every process loads this file once, the driver too.

/** Trial division, slow on purpose. */
export function isPrime(n: number): boolean {
  for (let d = 2; d * d <= n; d++) {
    if (n % d === 0) return false;
  }
  return n > 1;
}
