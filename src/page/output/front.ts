// Whether Output is in front of the console: only when somebody has chosen it, and only while there is something in it.
import { useRun, useView } from "../page.tsx";

export function useOutputInFront(): boolean {
  const chosen = useView((view) => view.front === "output");
  const holdsValues = useRun((state) => state.output.values.length > 0);
  return chosen && holdsValues;
}
