import { distributed, nprocs, range } from "distributed";
import { isPrime } from "./functions";

const add = (a: number, b: number) => a + b;

// Each worker takes a share of the range; add sums what they find.
const primes = await distributed(add, range(1, 1e7), (n) => Number(isPrime(n)));

const n = nprocs() - 1;
const who = n === 0 ? "the driver alone" : n === 1 ? "1 worker" : `${n} workers`;
console.log(`${primes} primes below ten million, found by ${who}`);
