// A position that is a link: to its place in an editor, or, in a cell of the REPL, back into the line with that cell.
import { isCell } from "./console/positions.ts";
import { usePage } from "./page.tsx";
import { type Place, reveal, revealInCell } from "./view.ts";

interface PositionProps {
  readonly place: Place;
  readonly className?: string;
  readonly children: string;
}

export function Position({ place, className = "position", children }: PositionProps) {
  const { view, session } = usePage();
  const cell = isCell(place.file) ? session.runner.cellText(place.file) : undefined;
  if (isCell(place.file) && cell === undefined) return children;
  const go = () => (cell === undefined ? reveal(view, place) : revealInCell(view, cell, place));
  return (
    <button type="button" className={className} onClick={go}>
      {children}
    </button>
  );
}
