import { DRIVER_FILE, FUNCTIONS_FILE } from "../../program.ts";
import { type Example, enWorkers, onWorkers } from "../example.ts";
import driver from "./driver.ts?raw";
import functions from "./functions.ts?raw";

export const primes: Example = {
  slug: "primes",
  title: { en: "Primes", es: "Primos" },
  summary: {
    en: "Primes below ten million, a share of the range for each worker.",
    es: "Los primos menores que diez millones: a cada worker, su parte.",
  },
  hint: {
    en: (workers) => `Count primes ${onWorkers(workers)}.`,
    es: (workers) => `Cuenta primos ${enWorkers(workers)}.`,
  },
  next: ["word-count", "uneven", "pi"],
  program: {
    files: { [FUNCTIONS_FILE]: functions, [DRIVER_FILE]: driver },
    assets: {},
  },
};
