import { distributed, nworkers, range } from "distributed";
import { isPrime } from "./functions";

const add = (a: number, b: number) => a + b;

// Each worker takes its share of the range; add sums up what they find.
const primes = await distributed(add, range(1, 1e7), (n) => Number(isPrime(n)));

const who = nworkers() === 1 ? "worker" : "workers";
console.log(`${primes} primes below ten million, found by ${nworkers()} ${who}`);
