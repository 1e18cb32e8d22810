// Throws points at a square and counts those that fall into its quarter circle.
import { distributed, nworkers, range } from "distributed";
import { add, inside } from "./functions";

const points = 100_000_000;
const started = performance.now();

// The index is all that a worker gets: point i is the same one wherever it is thrown.
const hits = await distributed(add, range(1, points), inside);

const seconds = (performance.now() - started) / 1000;
console.log(`${hits} of ${points} points inside: pi is about ${(4 * hits) / points}`);
console.log(
  `time: ${seconds.toFixed(2)} s, ${nworkers()} at work, ${Math.round(points / seconds / 1e6)} million points a second`,
);
