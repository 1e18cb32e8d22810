import { DRIVER_FILE, FUNCTIONS_FILE } from "../../program.ts";
import { type Example, enWorkers, onWorkers } from "../example.ts";
import driver from "./driver.ts?raw";
import functions from "./functions.ts?raw";

export const uneven: Example = {
  slug: "uneven",
  title: { en: "Uneven work", es: "Trabajo desigual" },
  summary: {
    en: "Forty jobs from tiny to long: pmap keeps all workers busy, equal shares do not.",
    es: "Cuarenta trabajos, de mínimos a largos: pmap tiene a todos ocupados; partes iguales, no.",
  },
  hint: {
    en: (workers) => `Share out 40 uneven jobs ${onWorkers(workers)}.`,
    es: (workers) => `Reparte 40 trabajos desiguales ${enWorkers(workers)}.`,
  },
  next: ["word-count", "pi", "cheat-sheet"],
  program: {
    files: { [FUNCTIONS_FILE]: functions, [DRIVER_FILE]: driver },
    assets: {},
  },
};
