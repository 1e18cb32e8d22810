// All programs of the suite, by area. One area is one test in the page.
import { CALL } from "./call.ts";
import { CHAN } from "./chan.ts";
import { CLOSURE } from "./closure.ts";
import { DATA } from "./data.ts";
import { DEATH } from "./death.ts";
import { DIST } from "./dist.ts";
import { ERR } from "./err.ts";
import { EVERY } from "./every.ts";
import { FIELD } from "./field.ts";
import { FUT } from "./fut.ts";
import { GLOB } from "./glob.ts";
import { INT } from "./int.ts";
import { MOVE } from "./move.ts";
import { OUT } from "./out.ts";
import { PMAP } from "./pmap.ts";
import { POOL } from "./pool.ts";
import { PROC } from "./proc.ts";
import type { ConformanceProgram, Host } from "./program.ts";
import { SCRIPT } from "./script.ts";
import { SHARED } from "./shared.ts";
import { SPAWN } from "./spawn.ts";
import { WC } from "./wc.ts";

export const AREAS: Readonly<Record<string, readonly ConformanceProgram[]>> = {
  proc: PROC,
  call: CALL,
  fut: FUT,
  chan: CHAN,
  err: ERR,
  death: DEATH,
  spawn: SPAWN,
  every: EVERY,
  dist: DIST,
  pmap: PMAP,
  pool: POOL,
  glob: GLOB,
  data: DATA,
  move: MOVE,
  shared: SHARED,
  int: INT,
  out: OUT,
  script: SCRIPT,
  closure: CLOSURE,
  wc: WC,
  field: FIELD,
};

/** The programs of an area that run on `host`; the heavy ones only when they are asked for. */
export const programsFor = (area: string, host: Host, withHeavy: boolean): readonly ConformanceProgram[] =>
  AREAS[area]!.filter(({ hosts, isHeavy }) => (hosts?.includes(host) ?? true) && (withHeavy || !isHeavy));
