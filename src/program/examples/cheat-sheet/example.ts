import { DRIVER_FILE, FUNCTIONS_FILE } from "../../program.ts";
import { type Example, enWorkers, onWorkers } from "../example.ts";
import driver from "./driver.ts?raw";
import functions from "./functions.ts?raw";

export const cheatSheet: Example = {
  slug: "cheat-sheet",
  title: { en: "Cheat sheet", es: "Chuleta" },
  summary: {
    en: "All of Distributed on one sheet, a few lines for each row.",
    es: "Todo Distributed en una hoja: unas líneas por cada fila.",
  },
  hint: {
    en: (workers) => `Run the whole sheet ${onWorkers(workers)}.`,
    es: (workers) => `Ejecuta la hoja entera ${enWorkers(workers)}.`,
  },
  next: ["word-count", "pi", "uneven"],
  program: {
    files: { [FUNCTIONS_FILE]: functions, [DRIVER_FILE]: driver },
    assets: {},
  },
};
