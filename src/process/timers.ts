// The program's own timers, taken so that what they wake is seen: whoever runs next may never give way, so the process
// says so first. Only the functions of the global scope are taken; what a program gets of them behaves as the platform's.

type Timer = (task: unknown, ...rest: unknown[]) => unknown;

const NAMES = ["setTimeout", "setInterval", "setImmediate"] as const;

export type TimerScope = { -readonly [name in (typeof NAMES)[number]]?: Timer };

/** From now on `wakes` is called before anything that a timer set in `scope` runs. */
export function takeTimers(scope: TimerScope, wakes: () => void): void {
  for (const name of NAMES) {
    const platforms = scope[name];
    if (!platforms) continue; // setImmediate is Node's alone
    const own = Object.getOwnPropertyDescriptors(platforms);
    scope[name] = Object.defineProperties(waking(platforms, wakes), own) as Timer;
  }
}

function waking(platforms: Timer, wakes: () => void): Timer {
  return (task, ...rest) => {
    if (typeof task !== "function") return platforms(task, ...rest); // the platform says what is wrong with it
    return platforms(
      (...args: unknown[]) => {
        wakes();
        return task(...args);
      },
      ...rest,
    );
  };
}
