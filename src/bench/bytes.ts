// What a program's driver sends, counted by its own registers, on worker threads.

import { createHost } from "../cli/spawn.ts";
import { compile } from "../compile/compile.ts";
import { readWide, WORDS, Word } from "../distributed/registers.ts";
import type { RunEvent } from "../supervisor/api.ts";
import { Supervisor } from "../supervisor/supervisor.ts";

/** Bytes that pid 1 has sent when the run is over. `dist` is the folder of the built command. Throws when the run fails. */
export async function bytesSent(dist: string, driver: string, workers: number): Promise<number> {
  const { program } = compile({ files: { "driver.ts": driver }, assets: {} });
  let bytes = 0;
  let ended: (outcome: "finished" | "failed") => void;
  const outcome = new Promise<"finished" | "failed">((resolve) => {
    ended = resolve;
  });
  const hear = (event: RunEvent) => {
    if (event.type === "registers") {
      bytes = readWide(event.words, event.pids.indexOf(1) * WORDS + Word.BytesOut);
    } else if (event.type === "finished") ended(event.outcome);
  };
  const host = createHost({
    dist,
    program: dist,
    packageUrl: (name) => {
      throw new Error(`the program imports ${name}`);
    },
    driverExited: () => ended("failed"),
  });
  const supervisor = new Supervisor(host, hear);
  await supervisor.run(program!, {}, workers);
  if ((await outcome) === "failed") throw new Error("The program failed.");
  supervisor.readRegisters();
  const sent = bytes;
  await supervisor.prepare(0); // ends the processes of the run
  return sent;
}
