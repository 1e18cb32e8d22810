// The parallel word count that Alex DeConinck wrote in Julia in 2012, his two functions
// under their names: https://blog.ajdecon.org/parallel-word-count-with-julia-an-interesting/

export type Counts = Map<string, number>;

/** His eleven separators. All else belongs to a word, and "The" is not "the". */
const SEPARATORS = /[ \n\t\-.,:_";!]/;

/** Counts the words of a text. A Map, since a word may be "constructor". */
export function wordcount(text: string): Counts {
  const counts: Counts = new Map();
  for (const word of text.split(SEPARATORS)) {
    if (word !== "") counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Reducer: one table out of two. In any order, and an empty table changes nothing. */
export function wcreduce(a: Counts, b: Counts): Counts {
  const total = new Map(a);
  for (const [word, n] of b) total.set(word, (total.get(word) ?? 0) + n);
  return total;
}

/** Counts the same text again and again, to have something to do. */
export function wordcountTimes(text: string, times: number): Counts {
  for (let n = 1; n < times; n++) wordcount(text);
  return wordcount(text);
}

/** Cuts a text into n chunks of whole lines, so that no word is cut. */
export function chunksOf(text: string, n: number): string[] {
  const lines = text.split("\n").filter((line) => line !== "");
  const unit = Math.ceil(lines.length / n);
  return Array.from({ length: n }, (_, i) => lines.slice(i * unit, (i + 1) * unit).join("\n"));
}

/** The n commonest words, the first one first. */
export function top(counts: Counts, n: number): [word: string, n: number][] {
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, n);
}
