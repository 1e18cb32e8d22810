// The cells that were entered, for Up and Down: kept in the browser, so that they are there in the next visit too. What is
// being written and the way back to it are kept while one walks.

export interface HistoryStore {
  read(): string | null;
  /** Whether it is kept; a browser may refuse. */
  write(text: string): boolean;
}

export interface History {
  /** A cell is entered; the walk begins anew from behind it. */
  add(cell: string): void;
  /** This cell, the newest of its text, was not entered after all: its text goes on. */
  takeBack(cell: string): void;
  /** The cell before the one shown, undefined at the oldest. `written`: what stands in the line now. */
  older(written: string): string | undefined;
  /** The cell after the one shown, in the end what was written; undefined there. */
  newer(): string | undefined;
}

export const CELLS_KEPT = 100;

export function createHistory(store: HistoryStore): History {
  let cells = readCells(store.read());
  let at = cells.length;
  let unfinished = "";

  function keep(next: readonly string[]): void {
    cells = next.slice(-CELLS_KEPT);
    at = cells.length;
    unfinished = "";
    store.write(JSON.stringify(cells));
  }

  /** Another tab may have added some. */
  const newest = (): readonly string[] => {
    const kept = readCells(store.read());
    return kept.length > 0 ? kept : cells;
  };

  return {
    add(cell) {
      const before = newest();
      keep(before.at(-1) === cell ? before : [...before, cell]);
    },
    takeBack(cell) {
      const before = newest();
      const index = before.lastIndexOf(cell);
      if (index >= 0) keep(before.toSpliced(index, 1));
    },
    older(written) {
      if (at === 0) return undefined;
      if (at === cells.length) unfinished = written;
      return cells[--at];
    },
    newer() {
      if (at === cells.length) return undefined;
      return ++at === cells.length ? unfinished : cells[at];
    },
  };
}

function readCells(text: string | null): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter((cell) => typeof cell === "string").slice(-CELLS_KEPT) : [];
  } catch {
    return [];
  }
}
