// One line of the console: time and number of its process, drawn beside it and hidden from its text, then the text, exactly as
// it was printed. Lines that were printed as one (a stack, a table) show time and number once. Positions are links: into a
// file, or they bring a cell back into the REPL's line. What was entered there has a prompt where others have their number.
import { IconAlertCircle, IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { ConsoleLine } from "../../run/state.ts";
import { Badge } from "../badge.tsx";
import { useColored } from "../editors/use-colored.ts";
import { Position } from "../position.tsx";
import { positionsIn } from "./positions.ts";

interface LineProps {
  readonly line: ConsoleLine;
  readonly text: string;
  /** Belongs to the line above it. */
  readonly continued: boolean;
}

const ROW_CLASS: Partial<Record<ConsoleLine["level"], string>> = { error: " err", warn: " warn", notice: " sys" };

export function Line(props: LineProps) {
  return props.line.repl?.part === "input" ? <InputLine {...props} /> : <PrintedLine {...props} />;
}

function PrintedLine({ line, text, continued }: LineProps) {
  const { pid, level, atMs, repl } = line;
  return (
    <div className={`row${ROW_CLASS[level] ?? ""}${continued && FRAME.test(text) ? " frame" : ""}`}>
      <time aria-hidden="true">{continued ? "" : (Math.max(0, atMs) / 1000).toFixed(3)}</time>
      {pid > 0 && !continued ? <Badge pid={pid} /> : <span />}
      <p data-pid={pid} data-level={level} data-repl={repl?.part}>
        {!continued && level === "error" && <IconAlertCircle className="i" stroke={1.75} aria-hidden="true" />}
        {!continued && level === "warn" && <IconAlertTriangle className="i" stroke={1.75} aria-hidden="true" />}
        <Text text={text} />
      </p>
    </div>
  );
}

/** A place of a stack: what happened stands above it. */
const FRAME = /^\s+(?:started )?at /;

/** Its time would be that of what came before it. */
function InputLine({ line: { pid, level }, text, continued }: LineProps) {
  const t = useTranslations("repl");
  return (
    <div className="row entered">
      <time aria-hidden="true" />
      {continued ? (
        <span />
      ) : (
        <span className="prompt" role="img" aria-label={t("entered")}>
          ›
        </span>
      )}
      <p data-pid={pid} data-level={level} data-repl="input">
        {useColored(text)[0]?.map((run, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: runs have no other name
          <span className={run.className} key={at}>
            {run.text}
          </span>
        ))}
      </p>
    </div>
  );
}

/** Which lines are drawn as one with the line before them: of a cell, or errors of one process, printed in the same call. */
export function isContinued(line: ConsoleLine, before: ConsoleLine | undefined): boolean {
  if (before?.pid !== line.pid || before.level !== line.level || before.atMs !== line.atMs) return false;
  if (line.repl) return before.repl?.cell === line.repl.cell && before.repl.part === line.repl.part;
  return line.level === "error" && !before.repl;
}

const PREFIX = /^(?:(?:From|On) worker \d+:[\t ]?)+/;

function Text({ text }: { text: string }): ReactNode {
  const prefix = PREFIX.exec(text)?.[0] ?? "";
  return (
    <>
      {prefix && <span className="pre">{prefix}</span>}
      <Linked text={text.slice(prefix.length)} />
    </>
  );
}

/** What never begins a line. */
const PUNCTUATION = /^[.,:;)\]]*/;

function Linked({ text }: { text: string }): ReactNode {
  const found = positionsIn(text);
  if (found.length === 0) return text;
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const one of found) {
    const end = one.end + PUNCTUATION.exec(text.slice(one.end))![0].length;
    pieces.push(
      text.slice(at, one.start),
      <span className="unbroken" key={one.start}>
        <Position place={one.place}>{text.slice(one.start, one.end)}</Position>
        {text.slice(one.end, end)}
      </span>,
    );
    at = end;
  }
  return [...pieces, text.slice(at)];
}
