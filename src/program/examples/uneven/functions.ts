import { myid } from "distributed";

/** What a job was, who did it, and how long that took. */
export interface Done {
  pid: number;
  primes: number;
  seconds: number;
}

/** Counts the primes below limit by trial division: ten times the limit, thirty times the work. */
export function countPrimes(limit: number): Done {
  const started = performance.now();
  let primes = 0;
  for (let n = 2; n < limit; n++) {
    let d = 2;
    while (d * d <= n && n % d !== 0) d++;
    if (d * d > n) primes++;
  }
  return { pid: myid(), primes, seconds: (performance.now() - started) / 1000 };
}
