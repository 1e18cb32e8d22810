// How the command tells what happens: to people, as text on stderr (processes print their own lines), or as records on stdout.
import type { Diagnostic } from "../compile/compiled.ts";
import type { RunEvent } from "../supervisor/api.ts";
import { describe } from "./describe.ts";
import { noticeText } from "./notices.ts";
import { writeWhole } from "./output.ts";
import { diagnosticRecord, recordsOf } from "./records.ts";
import { exitCodeOf } from "./spawn.ts";
import type { Turn } from "./turn.ts";

/** Each settles when it has been told. */
export interface Teller {
  diagnostic(diagnostic: Diagnostic): Promise<void>;
  event(event: RunEvent): Promise<void>;
}

export const say = (text: string) => process.stderr.write(`${text}\n`);

export const inText: Teller = {
  async diagnostic(diagnostic) {
    say(describe(diagnostic));
  },
  async event(event) {
    const text = event.type === "line" ? event.text : event.type === "notice" ? noticeText(event.notice) : undefined;
    if (text !== undefined) say(text);
  },
};

/** Records are told in order, and after one that says `finished` no thread prints any more. */
export function inRecords(turn: Turn): Teller {
  let told = Promise.resolve();
  const tell = (records: string, isLast: boolean) => {
    told = told.then(async () => {
      if (records === "") return;
      await turn.keep();
      writeWhole(1, Buffer.from(records), () => process.exit(exitCodeOf("SIGPIPE")));
      if (!isLast) turn.giveBack();
    });
    return told;
  };
  return {
    diagnostic: (diagnostic) => tell(diagnosticRecord(diagnostic), false),
    event: (event) => tell(recordsOf(event, performance.now()), event.type === "finished"),
  };
}
