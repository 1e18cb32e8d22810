import { DRIVER_FILE, FUNCTIONS_FILE } from "../../program.ts";
import { type Example, enWorkers, onWorkers } from "../example.ts";
import driver from "./driver.ts?raw";
import functions from "./functions.ts?raw";

export const wordCount: Example = {
  slug: "word-count",
  title: { en: "Word count", es: "Contador de palabras" },
  summary: {
    en: "The commonest words of Moby-Dick, by pmap and by a reducer that is not trivial.",
    es: "Las palabras más frecuentes de Moby-Dick, con pmap y con una reductora no trivial.",
  },
  hint: {
    en: (workers) => `Count the words of Moby-Dick ${onWorkers(workers)}.`,
    es: (workers) => `Cuenta las palabras de Moby-Dick ${enWorkers(workers)}.`,
  },
  next: ["uneven", "cheat-sheet", "pi"],
  program: {
    files: { [FUNCTIONS_FILE]: functions, [DRIVER_FILE]: driver },
    assets: { "moby-dick.txt": "examples/word-count/moby-dick.txt" },
  },
};
