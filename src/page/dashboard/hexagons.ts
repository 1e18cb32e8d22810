// Where the cells of the comb lie: flat-top hexagons on a spiral, pid 1 in the middle, pid 2 at one o'clock, then clockwise.
// Cell k never moves when others come or go within a ring's worth of them: only the size of the whole changes. Pure.

/** A place on the hexagonal grid (axial coordinates). */
type Axial = readonly [q: number, r: number];

const STEPS: readonly Axial[] = [
  [0, 1],
  [-1, 1],
  [-1, 0],
  [0, -1],
  [1, -1],
  [1, 0],
];

/** The first `count` places of the spiral. */
export function spiral(count: number): readonly Axial[] {
  const places: Axial[] = [[0, 0]];
  for (let ring = 1; places.length < count; ring++) {
    let [q, r] = [ring, -ring];
    for (const [dq, dr] of STEPS) {
      for (let i = 0; i < ring; i++) {
        places.push([q, r]);
        [q, r] = [q + dq, r + dr];
      }
    }
  }
  return places.slice(0, count);
}

export interface Center {
  readonly x: number;
  readonly y: number;
}

export interface Comb {
  /** Distance from a cell's centre to its corner, gap included. */
  readonly radius: number;
  /** Of each cell, in the order of the spiral. */
  readonly centers: readonly Center[];
}

const MARGIN_X = 28;
const MARGIN_Y = 24;

/** Lays `count` cells into a box, as large as they fit and at most `maxRadius`. */
export function layComb(count: number, width: number, height: number, maxRadius: number): Comb {
  const unit = spiral(count).map(([q, r]) => ({ x: 1.5 * q, y: Math.sqrt(3) * (r + q / 2) }));
  const [left, right] = extent(unit.map(({ x }) => x));
  const [top, bottom] = extent(unit.map(({ y }) => y));
  const radius = Math.max(
    4,
    Math.min((width - MARGIN_X) / (right - left + 2), (height - MARGIN_Y) / (bottom - top + Math.sqrt(3)), maxRadius),
  );
  const x0 = width / 2 - (radius * (left + right)) / 2;
  const y0 = height / 2 - (radius * (top + bottom)) / 2;
  return { radius, centers: unit.map(({ x, y }) => ({ x: x0 + radius * x, y: y0 + radius * y })) };
}

const extent = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

/** The outline of a hexagon as an SVG path. */
export function hexagonPath({ x, y }: Center, radius: number): string {
  const corners = Array.from({ length: 6 }, (_, i) => {
    const angle = (i * Math.PI) / 3;
    return `${(x + radius * Math.cos(angle)).toFixed(2)} ${(y + radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${corners.join("L")}Z`;
}

/** The nearest cell in a direction, or the one where one stands: for arrow keys. */
export function neighbour(centers: readonly Center[], from: number, dx: number, dy: number): number {
  const here = centers[from]!;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  centers.forEach((there, index) => {
    const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const aside = Math.abs((there.x - here.x) * dy - (there.y - here.y) * dx);
    const cost = ahead + 2 * aside;
    if (index !== from && ahead > 1 && cost < least - 0.01) [best, least] = [index, cost];
  });
  return best;
}
