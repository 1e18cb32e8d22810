// The lines of a console of any length, only what is in view drawn. It follows the end until the reader scrolls up, and again
// when the reader is back at the end; also when there is less room for it, since the line of the REPL has grown.
import { useEffect, useLayoutEffect, useRef } from "react";
import { VList, type VListHandle } from "virtua";
import type { LogProps } from "./console.tsx";
import { isContinued, Line } from "./line.tsx";

const ROW_PX = 22;

export default function VirtualLog({ name, lines, total, textOf }: LogProps) {
  const list = useRef<VListHandle>(null);
  const frame = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const lastOffset = useRef(0);
  const count = lines.length;
  const newest = useRef(count);
  newest.current = count;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the log is what must be followed
  useLayoutEffect(() => {
    if (following.current && count > 0) list.current?.scrollToIndex(count - 1, { align: "end" });
  }, [total, count]);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (following.current) list.current?.scrollToIndex(newest.current - 1, { align: "end" });
    });
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);
  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (!handle) return;
    if (handle.scrollSize - offset - handle.viewportSize < ROW_PX) following.current = true;
    else if (offset < lastOffset.current) following.current = false;
    lastOffset.current = offset;
  };
  return (
    <div className="log-frame" ref={frame}>
      <VList
        className="log"
        role="log"
        aria-label={name}
        tabIndex={0}
        ref={list}
        data={lines}
        itemSize={ROW_PX}
        onScroll={onScroll}
      >
        {(line, index) => (
          <Line key={line.seq} line={line} text={textOf(line)} continued={isContinued(line, lines[index - 1])} />
        )}
      </VList>
    </div>
  );
}
