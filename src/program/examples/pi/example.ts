import { DRIVER_FILE, FUNCTIONS_FILE } from "../../program.ts";
import { type Example, enWorkers, onWorkers } from "../example.ts";
import driver from "./driver.ts?raw";
import functions from "./functions.ts?raw";

export const pi: Example = {
  slug: "pi",
  title: { en: "Pi by chance", es: "Pi al azar" },
  summary: {
    en: "A hundred million random points, the same ones on every computer.",
    es: "Cien millones de puntos al azar, los mismos en cualquier ordenador.",
  },
  hint: {
    en: (workers) => `Throw 100 million points ${onWorkers(workers)}.`,
    es: (workers) => `Lanza 100 millones de puntos ${enWorkers(workers)}.`,
  },
  next: ["primes", "uneven", "word-count"],
  program: {
    files: { [FUNCTIONS_FILE]: functions, [DRIVER_FILE]: driver },
    assets: {},
  },
};
