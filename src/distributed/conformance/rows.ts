// The rows of the acceptance cases and of the cases from the field, and those without a program of their own: LATER need names
// that the library does not have yet, ELSEWHERE are not about what a program prints. A row that is only partly LATER has a
// program for the rest.

const NUMBERS: Readonly<Record<string, string>> = {
  PROC: "01 02 03 05 06 07 08 09 10 11 12 13 14 15 16 17 19 20",
  CALL: "01 02 03 04 05 06 07 09 10 11 12 13 16 17 18 20 21 22 23 25 27",
  FUT: "01 02 03 04 06 07 08 09 11 12 13 14 15 16 17 18",
  CHAN: "01 02 03 04 06 08 09 10 11 12 14 15 16 17 18 19",
  ERR: "01 02 03 05 07 09 10 12 13 14 15 16 17 18 19 20",
  DEATH: "02 04 06 07 09 10",
  SPAWN: "01 03 04 05 06 07 09 10 11 12 13 14 15 16",
  EVERY: "01 02 03 05 07 08 09 10 11 12",
  DIST: "01 02 03 04 05 07 09 12 13 14 15 16 17 19 20 21 22 23 24 25 26 27",
  PMAP: "01 02 03 04 05 06 07 08 09 10 11 12 13 15 16 17 19 20 21 22 23 25 26 27 28 32 33 34 35 36 37 38",
  POOL: "01 02 03 04 05 06 07 08 09 10",
  GLOB: "01 02 03 05 06 07",
  DATA: "01 02 03 04 06 07 08 09 10 11 12 13 14 16 17 18 20 21 22 23",
  INT: "01 03 04 05 07 09",
  OUT: "01 02 03 04 05 06 07",
  WC: "01 02 03 04 05 07",
  SCRIPT: "01 02 03 04 05",
  F: "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27",
};

/** Every row's id, in the order of the documents. */
export const ROWS: readonly string[] = Object.entries(NUMBERS).flatMap(([area, numbers]) =>
  numbers.split(" ").map((number) => `${area}-${number}`),
);

/** Row -> the names it waits for. */
export const LATER: Readonly<Record<string, string>> = {
  "PROC-20": "a topology of addprocs, which is not offered",
};

/** Row -> where it is looked after, or why it cannot be. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  "FUT-16": "src/distributed/remotecall.test.ts counts the values that are kept",
  "EVERY-12": "e2e/conformance.spec.ts edits functions.ts between two runs",
  "PMAP-36": "the end-to-end tests of operations read the bar",
  "OUT-05": "the console standard has no print without a line end",
  "WC-07": "his corpus is not ours to ship; the counts of our book are pinned in the end-to-end test of the example",
  "SCRIPT-05": "the end-to-end tests of links open one in a fresh profile",
  "F-17": "a tab that is hidden for three minutes is for a person to try",
  "F-22": "e2e/conformance.spec.ts runs it three times",
  "F-24": "the end-to-end tests of operations read the bars",
  "F-27": "src/program/link.test.ts and the end-to-end tests of links",
};
