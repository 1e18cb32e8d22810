// The number of a process in the colour that it keeps for life, wherever it appears. Decoration beside text that says the same,
// so it is hidden from the accessibility tree.

/** The colour of a process: pid 1 is ink, then twelve colours in turn. */
export const colorOf = (pid: number): string => `var(${pid === 1 ? "--pid-driver" : `--pid-${((pid - 2) % 12) + 1}`})`;

/** Pids 14 to 25 draw the same twelve colours hollow, and so on in turn. */
export const isHollow = (pid: number): boolean => pid > 1 && Math.floor((pid - 2) / 12) % 2 === 1;

export function Badge({ pid }: { pid: number }) {
  return (
    <b
      className={isHollow(pid) ? "pid hollow" : "pid"}
      style={{ "--c": colorOf(pid) } as React.CSSProperties}
      aria-hidden="true"
    >
      <span>{pid}</span>
    </b>
  );
}
