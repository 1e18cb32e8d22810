// What a program gives `display` to draw a chart. How a value is shown is the process's matter (process/display.ts).

/** A chart for `display`: points by x and y, of which at most 10,000 are drawn. */
export interface Chart {
  /** A line through the points in their order, a bar for each, or dots. */
  readonly chart: "line" | "bar" | "dots";
  /** As many as `y`; numbers or strings. Default: 0, 1, 2, … */
  readonly x?: Series<number> | Series<string>;
  /** NaN where there is no point. */
  readonly y: Series<number>;
  /** Text above the chart. Default: none. */
  readonly title?: string;
}

/** An array, a typed array or a range. */
type Series<T> = Iterable<T> & { readonly length: number };
