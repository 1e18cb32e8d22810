// A file as coloured text with line numbers: what stands there before Monaco does, on a phone until it is tapped, and for good
// when Monaco cannot be loaded. Its lines lie exactly where Monaco draws them, and the one where the run failed is marked as there.
import { useEffect, useRef } from "react";
import { useBench, useRun, useSession, useView } from "../page.tsx";
import { type Fault, faultOf } from "./faults.ts";
import { useColored } from "./use-colored.ts";

export function StaticCode({ file, onEdit }: { file: string; onEdit?: (() => void) | undefined }) {
  const text = useBench((bench) => bench.program.files[file] ?? "");
  const lines = useColored(text);
  const fault = useFault(file);
  const body = useRef<HTMLDivElement>(null);
  const reveal = useView((view) => view.reveal);
  useEffect(() => {
    if (reveal?.file !== file) return;
    body.current?.querySelector(`[data-line="${reveal.line}"]`)?.scrollIntoView({ block: "center" });
    if (reveal.focus) body.current?.focus();
  }, [reveal, file]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of lines, not of form fields
    <div
      className="code"
      ref={body}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      role="group"
      aria-label={file}
      onClick={onEdit}
      onKeyDown={(event) => event.key === "Enter" && !event.ctrlKey && !event.metaKey && onEdit?.()}
    >
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
        <div className={index + 1 === fault.line ? "ln edge-bad" : "ln"} data-line={index + 1} key={index}>
          <span className="no" aria-hidden="true">
            {index === lines.length - 1 && line.length === 0 && index > 0 ? "" : index + 1}
          </span>
          <code>
            {line.map((run, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: runs have no other name
              <span className={run.className} key={at}>
                {run.text}
              </span>
            ))}
            {line.length === 0 && " "}
          </code>
          {index + 1 === fault.line && <span className="line-note note-bad">{fault.message}</span>}
        </div>
      ))}
    </div>
  );
}

/** Where the run of this very text failed in the file, and why; line 0 where it did not. */
function useFault(file: string): { line: number; message: string } {
  const isThis = useBench((bench) => bench.program) === useSession((session) => session.ran);
  const line = useRun(({ log }) => lineIn(file, isThis ? faultOf(log) : null));
  const message = useRun(({ log }) => (line === 0 ? "" : (faultOf(log)?.message ?? "")));
  return { line, message };
}

const lineIn = (file: string, fault: Fault | null): number => (fault?.file === file ? fault.line : 0);
