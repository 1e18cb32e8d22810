// What a program can import as a value from the library. A list, since the compile step runs where the library is not
// loaded; library.test.ts holds it to src/distributed/index.ts.
import { LIBRARY } from "./files.ts";

export const LIBRARY_NAMES: ReadonlySet<string> = new Set([
  "CachingPool",
  "Channel",
  "CompositeException",
  "Future",
  "InterruptException",
  "InvalidStateException",
  "ProcessExitedException",
  "RemoteChannel",
  "RemoteException",
  "SharedArray",
  "TimeoutError",
  "WorkerPool",
  "addprocs",
  "clear",
  "close",
  "defaultWorkerPool",
  "display",
  "distributed",
  "everywhere",
  "exponentialBackOff",
  "fetch",
  "fetchany",
  "fetchfrom",
  "finalize",
  "interrupt",
  "isempty",
  "isopen",
  "isready",
  "localindices",
  "myid",
  "nprocs",
  "nworkers",
  "pmap",
  "pmapreduce",
  "procs",
  "push",
  "put",
  "range",
  "readBytes",
  "readText",
  "remote",
  "remoteChannel",
  "remoteDo",
  "remotecall",
  "remotecallFetch",
  "remotecallWait",
  "rmprocs",
  "rootCause",
  "spawn",
  "spawnat",
  "sync",
  "take",
  "transfer",
  "wait",
  "workers",
]);

/** What to say of an import of `name`, which the library has not; names the one that Julia's spelling means. */
export function notInLibrary(name: string): string {
  if (name === "default") return `"${LIBRARY}" has no default export: import its names in braces.`;
  const meant = [...LIBRARY_NAMES].find((it) => plain(it) === plain(name));
  return `"${LIBRARY}" has no value \`${name}\`${meant === undefined ? "." : `; did you mean \`${meant}\`?`}`;
}

/** "remotecall_fetch" and "remotecallFetch" are the same. */
const plain = (name: string): string => name.replaceAll("_", "").toLowerCase();
