// The lines of a console of any length, only what is in view drawn. It follows the end until the reader scrolls up, and again
// when the reader is back at the end.
import { useLayoutEffect, useRef } from "react";
import { VList, type VListHandle } from "virtua";
import type { LogProps } from "./console.tsx";
import { isContinued, Line } from "./line.tsx";

const ROW_PX = 22;

export default function VirtualLog({ name, lines, total, textOf }: LogProps) {
  const list = useRef<VListHandle>(null);
  const following = useRef(true);
  const count = lines.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the log is what must be followed
  useLayoutEffect(() => {
    if (following.current && count > 0) list.current?.scrollToIndex(count - 1, { align: "end" });
  }, [total, count]);
  return (
    <VList
      className="log"
      role="log"
      aria-label={name}
      tabIndex={0}
      ref={list}
      data={lines}
      itemSize={ROW_PX}
      onScroll={(offset) => {
        const handle = list.current;
        if (handle) following.current = handle.scrollSize - offset - handle.viewportSize < ROW_PX;
      }}
    >
      {(line, index) => (
        <Line key={line.seq} line={line} text={textOf(line)} continued={isContinued(line, lines[index - 1])} />
      )}
    </VList>
  );
}
