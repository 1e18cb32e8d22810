// What was thrown, and where it turns up: ERR of the acceptance cases.
import { type ConformanceProgram, from, ts } from "./program.ts";

const FAIL = ts`
  export const fail = (message: string): never => {
    throw new Error(message);
  };
`;

export const ERR: readonly ConformanceProgram[] = [
  {
    id: "ERR-01",
    title: "each form of a call, elsewhere and here, rejects with a RemoteException of that process",
    workers: 1,
    functions: FAIL,
    driver: ts`
      import { fetch, remotecall, remotecallFetch, remotecallWait, RemoteException, rootCause, wait } from "distributed";
      import { fail } from "./functions";
      const tell = (error: any) =>
        console.log(error instanceof RemoteException, error.pid, error.captured.message, rootCause(error).message);
      for (const pid of [2, 1]) {
        await remotecallFetch(fail, pid, "foobar").catch(tell);
        await remotecallWait(fail, pid, "foobar").catch(tell);
        await fetch(remotecall(fail, pid, "foobar")).catch(tell);
        await wait(remotecall(fail, pid, "foobar")).catch(tell);
      }
    `,
    prints: [2, 2, 2, 2, 1, 1, 1, 1].map((pid) => `true ${pid} foobar foobar`),
  },
  {
    id: "ERR-02",
    title: "the message is the root cause's, then the path; on the own process there is no path",
    workers: 2,
    functions: FAIL,
    driver: ts`
      import { fetchfrom, remotecallFetch } from "distributed";
      import { fail } from "./functions";
      const tell = (error: Error) => console.log(error.name, error.message);
      await remotecallFetch(fail, 2, "foobar").catch(tell);
      await remotecallFetch(fail, 1, "foobar").catch(tell);
      await fetchfrom(2, () => remotecallFetch(fail, 3, "foobar")).catch(tell);
    `,
    prints: [
      "RemoteException foobar (on worker 2, called from the driver)",
      "RemoteException foobar",
      "RemoteException foobar (on worker 3, called from worker 2, called from the driver)",
    ],
  },
  {
    id: "ERR-03",
    title: "a stack has the positions of functions.ts and nothing else",
    workers: 1,
    functions: ts`
      export function foo(): never {
        throw new RangeError("inside foo");
      }

      export const outer = () => {
        foo();
      };
    `,
    driver: ts`
      import { remotecallFetch, rootCause } from "distributed";
      import { outer } from "./functions";
      const error = await remotecallFetch(outer, 2).catch(rootCause);
      console.log(error.stack);
    `,
    prints: ["RangeError: inside foo", "    at foo (functions.ts:2:9)", "    at outer (functions.ts:6:3)"],
  },
  {
    id: "ERR-03b",
    title: "an arrow of the driver that throws on a worker has its position in driver.ts",
    workers: 1,
    driver: ts`
      import { fetchfrom, rootCause } from "distributed";

      const limit: number = 3;
      const check = (x: number): number => {
        if (x > limit) throw new RangeError("too large");
        return x;
      };
      const error = await fetchfrom(2, () => check(4)).catch(rootCause);
      console.log(error.stack);
    `,
    prints: ["RangeError: too large", "    at check (driver.ts:5:24)", "    at driver.ts:8:40"],
  },
  {
    id: "ERR-03c",
    title: "a driver that fails prints the root cause with its path and positions, and the run has failed",
    workers: 1,
    functions: ts`
      export function foo(): never {
        throw new RangeError("inside foo");
      }
    `,
    driver: ts`
      import { remotecallFetch } from "distributed";
      import { foo } from "./functions";
      console.log("before");
      await remotecallFetch(foo, 2);
      console.log("after");
    `,
    prints: ["before"],
    complains: ["RangeError: inside foo (on worker 2, called from the driver)", "    at foo (functions.ts:2:9)"],
    outcome: "failed",
  },
  {
    id: "ERR-05",
    title: "five tasks of a sync that fail are told in start order, the first and how many more",
    workers: 0,
    driver: ts`
      import { myid, sync } from "distributed";
      await sync((s) => {
        for (let i = 1; i <= 5; i++) {
          s.spawnat(myid(), async () => {
            await new Promise<void>((resolve) => setTimeout(resolve, 60 - 10 * i));
            throw new Error(String(i));
          });
        }
      }).catch((error) => {
        console.log(error.name, error.exceptions.map((one: Error) => one.message).join(" "));
        console.log(error.message);
      });
    `,
    prints: ["CompositeException 1 2 3 4 5", /^1 .*4 more/],
  },
  {
    id: "ERR-07",
    title: "everywhere() on one pid rejects with the RemoteException itself",
    workers: 2,
    functions: FAIL,
    driver: ts`
      import { everywhere, RemoteException } from "distributed";
      import { fail } from "./functions";
      const error = await everywhere(2, () => fail("m")).catch((error) => error);
      console.log(error instanceof RemoteException, error.pid, error.captured.message);
    `,
    prints: ["true 2 m"],
  },
  {
    id: "ERR-09",
    title: "what is thrown need not be an Error",
    workers: 1,
    driver: ts`
      import { fetchfrom, RemoteException } from "distributed";
      for (const thrown of ["str", 42, null, undefined, { a: 1 }]) {
        const error = await fetchfrom(2, () => {
          throw thrown;
        }).catch((error) => error);
        console.log(error instanceof RemoteException, error.captured);
      }
    `,
    prints: ["true str", "true 42", "true null", "true undefined", "true { a: 1 }"],
  },
  {
    id: "ERR-10",
    title: "what is thrown keeps its fields, functions too; what cannot travel is dropped with a note",
    workers: 1,
    driver: ts`
      import { fetchfrom, rootCause } from "distributed";
      const one = await fetchfrom(2, () => {
        throw { msg: "x", f: () => 1 };
      }).catch(rootCause);
      console.log(one.msg, one.f());
      const two = await fetchfrom(2, () => {
        throw Object.assign(new Error("y"), { f: (n: number) => n + 1 });
      }).catch(rootCause);
      console.log(two.message, two.f(1));
      const three = await fetchfrom(2, () => {
        throw Object.assign(new Error("z"), { code: 7, cache: new WeakMap() });
      }).catch(rootCause);
      console.log(three.message, three.code, three.cache);
      console.log(await fetchfrom(2, () => "alive"));
    `,
    prints: ["x 1", "y 2", "z 7 undefined", "alive"],
    complains: [/^From worker 2:\t.*cache/],
  },
  {
    id: "ERR-12",
    title: "a function inside an argument works; what cannot travel is named by its path, and nothing is sent",
    workers: 1,
    driver: ts`
      import { remotecallFetch } from "distributed";
      const call = (o: { cb: () => number }) => o.cb();
      console.log(await remotecallFetch(call, 2, { cb: () => 1 }));
      await remotecallFetch(call, 2, { cb: new WeakMap() as any }).catch((error) => console.log(error.name, error.message));
      console.log(await remotecallFetch(call, 2, { cb: () => 2 }));
    `,
    prints: ["1", /^\w*Error .*args\[0\]\.cb.*WeakMap/, "2"],
  },
  {
    id: "ERR-13",
    title: "a name that does not exist there is an error that tells it, and the next call works",
    workers: 1,
    driver: ts`
      import { fetchfrom, RemoteException, rootCause } from "distributed";
      declare const missing: () => number;
      for (let i = 0; i < 2; i++) {
        const error = await fetchfrom(2, () => missing()).catch((error) => error);
        console.log(error instanceof RemoteException, rootCause(error).name, rootCause(error).message);
      }
      console.log(await fetchfrom(2, () => 1));
    `,
    prints: ["true ReferenceError missing is not defined", "true ReferenceError missing is not defined", "1"],
  },
  {
    id: "ERR-14",
    title: "a chain of causes and the members of an AggregateError arrive complete",
    workers: 1,
    driver: ts`
      import { fetchfrom, rootCause } from "distributed";
      const chained = await fetchfrom(2, () => {
        const first = new TypeError("first");
        const second = new RangeError("second", { cause: first });
        throw new Error("third", { cause: second });
      }).catch(rootCause);
      for (let error = chained; error; error = error.cause) console.log(error.name, error.message);
      const many = await fetchfrom(2, () => {
        throw new AggregateError([new TypeError("a"), new RangeError("b")], "both");
      }).catch(rootCause);
      console.log(many instanceof AggregateError, many.message);
      for (const error of many.errors) console.log(error.name, error.message);
    `,
    prints: ["Error third", "RangeError second", "TypeError first", "true both", "TypeError a", "RangeError b"],
  },
  {
    id: "ERR-15",
    title: "an error in a task awaited inside pmap is the root cause of what pmap throws",
    workers: 1,
    driver: ts`
      import { pmap, RemoteException, rootCause } from "distributed";
      const inner = async (x: number) => {
        throw new RangeError("inner");
      };
      const outer = async (x: number) => {
        try {
          await inner(x);
        } catch (error) {
          throw new Error("outer", { cause: error });
        }
      };
      const error = await pmap(outer, [1]).catch((error) => error);
      console.log(error instanceof RemoteException, rootCause(error).message, rootCause(error).cause.message);
    `,
    prints: ["true outer inner"],
  },
  {
    id: "ERR-16",
    title: "a stray rejection on a worker is a line of that worker, which lives; the run has finished",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      console.log(
        await fetchfrom(2, () => {
          void Promise.reject(new Error("stray"));
          return 1;
        }),
      );
      await fetchfrom(2, () => new Promise((resolve) => setTimeout(resolve, 1200)));
      console.log(await fetchfrom(2, () => "alive"));
    `,
    prints: ["1", "alive"],
    complains: [from(2, "Error: stray"), /^From worker 2:\t {4}at .*driver\.ts:4:25\)?$/],
  },
  {
    id: "ERR-17",
    title: "an error of a timer on a worker is a line of that worker, which lives",
    workers: 1,
    driver: ts`
      import { fetchfrom } from "distributed";
      const later = () => {
        throw new Error("later");
      };
      await fetchfrom(2, () => void setTimeout(later, 10));
      await fetchfrom(2, () => new Promise((resolve) => setTimeout(resolve, 100)));
      console.log(await fetchfrom(2, () => "alive"));
    `,
    prints: ["alive"],
    complains: [from(2, "Error: later"), /^From worker 2:\t {4}at .*driver\.ts:3:9\)?$/],
  },
  {
    id: "ERR-18",
    title: "a recursion without end is a RangeError of its call",
    workers: 1,
    functions: ts`
      export const endless = (n: number): number => 1 + endless(n + 1);
    `,
    driver: ts`
      import { remotecallFetch, RemoteException, rootCause } from "distributed";
      import { endless } from "./functions";
      const error = await remotecallFetch(endless, 2, 0).catch((error) => error);
      console.log(error instanceof RemoteException, rootCause(error) instanceof RangeError, rootCause(error).message);
      console.log(await remotecallFetch(Math.sqrt, 2, 4));
    `,
    prints: ["true true Maximum call stack size exceeded", "2"],
  },
  {
    id: "ERR-19",
    title: "the failure of a ref that nobody fetches is printed, with the place that started it; the run has finished",
    workers: 1,
    driver: ts`
      import { fetchfrom, spawnat } from "distributed";
      const fail = () => {
        throw new Error("lost");
      };
      spawnat(2, fail);
      await fetchfrom(2, () => 1);
      console.log("end");
    `,
    prints: ["end"],
    complains: [
      "Error: lost (on worker 2, called from the driver)",
      "    at fail (driver.ts:3:9)",
      "    started at driver.ts:5:1",
    ],
  },
  {
    id: "ERR-19b",
    title: "a thousand refs that fail alike and that nobody fetches are one entry with their number",
    workers: 2,
    driver: ts`
      import { everywhere, spawn } from "distributed";
      const fail = () => {
        throw new RangeError("lost");
      };
      for (let i = 0; i < 1000; i++) spawn(fail);
      await everywhere(() => 1);
      console.log("end");
    `,
    prints: ["end"],
    complains: [
      /^RangeError: lost \(on worker [23], called from the driver\) \(and 999 more like it\)$/,
      "    at fail (driver.ts:3:9)",
      "    started at driver.ts:5:32",
    ],
  },
  {
    id: "ERR-19c",
    title: "a remotecall that nobody fetches and a sync that nobody awaits are told once, each with its place",
    workers: 1,
    driver: ts`
      import { everywhere, remotecall, sync } from "distributed";
      const fail = (message: string): never => {
        throw new Error(message);
      };
      remotecall(fail, 2, "of the call");
      void sync((s) => {
        s.spawnat(2, () => fail("of the child"));
        s.spawnat(2, () => 1);
      });
      await everywhere(() => 1);
      console.log("end");
    `,
    order: "free",
    prints: ["end"],
    complains: [
      "Error: of the call (on worker 2, called from the driver)",
      "    at fail (driver.ts:3:9)",
      "    started at driver.ts:5:1",
      "Error: of the child (on worker 2, called from the driver)",
      "    at fail (driver.ts:3:9)",
      /^ {4}at .*driver\.ts:7:22\)?$/,
      "    started at driver.ts:6:6",
    ],
  },
  {
    id: "ERR-20",
    title: "the text of an error reaches the driver as it was written",
    workers: 1,
    functions: ts`
      export function sqrtStrict(x: number): number {
        if (x < 0) throw new RangeError(\`sqrtStrict(\${x}) has no real value: "x" must be ≥ 0.\n(Try Math.abs first.)\`);
        return Math.sqrt(x);
      }
    `,
    driver: ts`
      import { remotecallFetch, rootCause } from "distributed";
      import { sqrtStrict } from "./functions";
      const error = await remotecallFetch(sqrtStrict, 2, -1).catch(rootCause);
      console.log(error.message);
    `,
    prints: ['sqrtStrict(-1) has no real value: "x" must be ≥ 0.', "(Try Math.abs first.)"],
  },
  {
    id: "OWN-07",
    title: "what cannot be captured is an error at the call that names variable, place and kind",
    workers: 1,
    driver: ts`
      import { fetch, fetchfrom, pmap, spawnat } from "distributed";
      const cache = new WeakMap<object, number>();
      const key = {};
      try {
        await fetch(spawnat(2, () => cache.get(key)));
      } catch (error: any) {
        console.log(error.message);
      }
      await fetchfrom(2, () => cache.has(key)).catch((error) => console.log(error.message));
      await pmap((x: number) => cache.get(key) ?? x, [1, 2]).catch((error) => console.log(error.message));
      console.log(await fetchfrom(2, () => "alive"));
    `,
    prints: [
      /driver\.ts:5:32.*`cache`.*WeakMap/,
      /driver\.ts:9:26.*`cache`.*WeakMap/,
      /driver\.ts:10:27.*`cache`.*WeakMap/,
      "alive",
    ],
  },
  {
    id: "OWN-08",
    title: "a result that cannot travel fails that one call and names the part",
    workers: 1,
    driver: ts`
      import { fetchfrom, RemoteException } from "distributed";
      const error = await fetchfrom(2, () => ({ list: [1, new WeakMap()] })).catch((error) => error);
      console.log(error instanceof RemoteException, error.message);
      console.log(await fetchfrom(2, () => "alive"));
    `,
    prints: [/^true .*list\[1\].*WeakMap/, "alive"],
  },
  {
    id: "OWN-09",
    title: "a call that was rejected before anybody asked is handled when it is asked later",
    workers: 2,
    driver: ts`
      import { fetchfrom, rootCause } from "distributed";
      const p = fetchfrom(2, () => {
        throw new Error("early");
      });
      await fetchfrom(3, () => new Promise((resolve) => setTimeout(resolve, 50)));
      await p.catch((error) => console.log(rootCause(error).message));
    `,
    prints: ["early"],
  },
  {
    id: "OWN-10",
    title: "a stray rejection of the driver is printed, the run goes on and has failed in the end",
    workers: 0,
    driver: ts`
      void Promise.reject(new TypeError("nobody asked"));
      console.log("goes on");
    `,
    prints: ["goes on"],
    complains: ["TypeError: nobody asked", "    at driver.ts:1:21"],
    outcome: "failed",
  },
  {
    id: "OWN-11",
    title: "an error that nobody can read settles its call all the same",
    workers: 1,
    driver: ts`
      import { fetchfrom, RemoteException } from "distributed";
      const error = await fetchfrom(2, () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        throw proxy;
      }).catch((error) => error);
      console.log(error instanceof RemoteException);
      const other = await fetchfrom(2, () => {
        throw Object.defineProperty(new Error("x"), "stack", {
          get() {
            throw new Error("no stack for you");
          },
        });
      }).catch((error) => error);
      console.log(other instanceof RemoteException, await fetchfrom(2, () => "alive"));
    `,
    prints: ["true", "true alive"],
  },
  {
    id: "OWN-52",
    title: "what was thrown and cannot travel is said in the message",
    workers: 1,
    driver: ts`
      import { fetchfrom, rootCause } from "distributed";
      const told = async (f: () => never) => console.log(rootCause(await fetchfrom(2, f).catch((error) => error)).message);
      await told(() => {
        throw new WeakMap();
      });
      await told(() => {
        throw Symbol("s");
      });
      await told(() => {
        const seen = new WeakSet();
        throw () => seen;
      });
    `,
    prints: [
      /^what was thrown is lost: the error: it is a WeakMap, /,
      /^what was thrown is lost: the error: it is the symbol `Symbol\(s\)`, /,
      /^what was thrown is lost: the variable `seen` of a function: it is a WeakSet, /,
    ],
  },
];
