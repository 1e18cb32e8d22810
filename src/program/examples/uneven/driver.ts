// Forty jobs, the first one thousands of times as long as the last. Who gets which?
import { distributed, pmap, workers } from "distributed";
import { countPrimes, type Done } from "./functions";

// The longest first, so that none of them is left over for the end.
const limits = Array.from({ length: 40 }, (_, i) => 15 * (40 - i) ** 3);

async function watch(way: string, jobs: () => Promise<Done[]>): Promise<number> {
  const started = performance.now();
  const done = await jobs();
  const seconds = (performance.now() - started) / 1000;
  console.log(`${way}: ${done.length} jobs, ${done.reduce((sum, job) => sum + job.primes, 0)} primes`);
  console.log(`time: ${seconds.toFixed(2)} s`);
  for (const pid of workers()) {
    const own = done.filter((job) => job.pid === pid);
    const busy = own.reduce((sum, job) => sum + job.seconds, 0);
    console.log(`time: worker ${pid} did ${own.length} jobs in ${busy.toFixed(2)} s`);
  }
  return seconds;
}

// distributed cuts the list into equal shares beforehand: the first worker gets all long jobs.
const fixed = await watch("distributed", () =>
  distributed(
    (a: Done[], b: Done[]) => [...a, ...b],
    limits,
    (limit) => [countPrimes(limit)],
  ),
);

// pmap hands the next job to whoever is free: all are busy to the end.
const dynamic = await watch("pmap", () => pmap(countPrimes, limits));

console.log(`time: pmap was ${(fixed / dynamic).toFixed(2)} times as fast`);
