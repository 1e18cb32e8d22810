// Programs are other people's code: what they may not reach, what stops them, and what the sandbox shows the page. The
// attacks are those of the study of three engines (nine ways to the network, four to storage), made by a program as
// anybody could send it in a link.
import type { Frame, Page } from "@playwright/test";
import { alterSupervisor } from "./altered-sandbox.ts";
import { type AttackServer, servePlainly, startAttackServer, type TestServer } from "./attack-server.ts";
import { expect, test } from "./fixtures.ts";

test.use({ monaco: false });

const NETWORK = [
  "fetch",
  "fetchWithoutCors",
  "import",
  "importScripts",
  "xhr",
  "webSocket",
  "eventSource",
  "webWorker",
  "font",
];
const STORAGE = ["indexedDb", "caches", "privateFiles", "locks"];

const ATTACKS = `
const settled = (attempt: () => unknown) =>
  Promise.race([Promise.resolve().then(attempt), new Promise((resolve) => setTimeout(resolve, 5000, "NO ANSWER"))]).then(
    (value) => "GOT " + value,
    (error) => "refused: " + error.name,
  );

/** What boot replaced, from where the platform keeps it. */
function platforms(name: string): any {
  for (let o = Object.getPrototypeOf(self); o; o = Object.getPrototypeOf(o)) if (Object.hasOwn(o, name)) return o[name].bind(self);
  throw new ReferenceError(name);
}

const happens = (target: any, good: string) =>
  new Promise((resolve, reject) => {
    target["on" + good] = () => resolve(good);
    target.onerror = () => reject(target.error ?? new Error(good));
  });

export async function attack(server: string, from: string) {
  const url = (name: string) => server + from + "-" + name;
  const attempts: Record<string, () => unknown> = {
    fetch: async () => (await fetch(url("fetch"))).status,
    fetchWithoutCors: async () => (await fetch(url("fetchWithoutCors"), { mode: "no-cors", keepalive: true })).type,
    import: () => import(/* @vite-ignore */ url("import")),
    importScripts: () => platforms("importScripts")(url("importScripts")),
    xhr() {
      const request = new XMLHttpRequest();
      request.open("GET", url("xhr"));
      request.send();
      return happens(request, "load");
    },
    webSocket: () => happens(new WebSocket(url("webSocket").replace("http", "ws")), "open"),
    eventSource: () => happens(new EventSource(url("eventSource")), "open"),
    webWorker: () => happens(new Worker(url("webWorker")), "message"),
    font: () => new FontFace("stolen", "url(" + url("font") + ")").load(),
    indexedDb: () => happens(indexedDB.open("stolen"), "success"),
    caches: async () => (await caches.keys()).length,
    privateFiles: () => navigator.storage.getDirectory(),
    locks: () => navigator.locks.request("stolen", () => "held"),
  };
  const results = Object.entries(attempts).map(async ([name, attempt]) => [name, await settled(attempt)] as const);
  return Object.fromEntries(await Promise.all(results));
}
`;

test.describe("a program in the sandbox", () => {
  let server: AttackServer;
  test.beforeEach(async () => {
    server = await startAttackServer();
  });
  test.afterEach(async () => {
    await server.close();
  });

  test.describe("attacks", () => {
    // What the sandbox's policy refuses, the browser tells the console of.
    test.use({ allowedFaults: [/Content Security Policy/] });

    test("reaches neither network nor storage, from the driver, a worker or while it loads", async ({ playground }) => {
      await playground.open("?p=2");
      await playground.openProgram({
        functions: `${ATTACKS}\nexport const whileLoading = attack("${server.url}", "loading");`,
        driver: `import { remotecallFetch } from "distributed";
import { attack, whileLoading } from "./functions";
console.log("origin " + self.origin);
console.log("driver " + JSON.stringify(await attack("${server.url}", "driver")));
console.log("worker " + JSON.stringify(await remotecallFetch(attack, 2, "${server.url}", "worker")));
console.log("loading " + JSON.stringify(await whileLoading));`,
      });
      const text = await playground.runToEnd();
      expect(text).toContain("origin null");
      for (const from of ["driver", "worker", "loading"]) {
        const results = JSON.parse(new RegExp(`^${from} (.*)$`, "m").exec(text)?.[1] ?? "{}") as Record<string, string>;
        expect(Object.keys(results).sort()).toEqual([...NETWORK, ...STORAGE].sort());
        for (const [attack, result] of Object.entries(results))
          expect(result, `${attack} (${from})`).toMatch(/^refused/);
      }
      expect({ requests: server.requests, connections: server.connections }).toEqual({ requests: [], connections: 0 });
      // The server does count what reaches it.
      await fetch(`${server.url}control`);
      expect(server.requests).toEqual(["GET /control"]);
    });

    test("cannot take the sandbox's frame to another address", async ({ playground }) => {
      await playground.open("?p=1");
      const frame = await sandboxOf(playground.page);
      // The window first: once it has tried to go elsewhere, the frame shows an error page of the browser's.
      await frame.evaluate((url) => void open(url), `${server.url}opened?secret`).catch(() => {});
      await frame.evaluate((url) => location.assign(url), `${server.url}navigated?secret`).catch(() => {});
      // The page notices that its sandbox is gone, mounts another, and runs.
      await playground.openProgram({ driver: "console.log(6 * 7);" });
      await expect(async () => expect(await playground.runToEnd()).toContain("42")).toPass();
      expect(server.requests).toEqual([]);
    });
  });

  test("is told in one sentence that there is no network", async ({ playground, watch }) => {
    await playground.open("?p=0");
    await playground.openProgram({
      driver: `try { await fetch("${server.url}x"); } catch (error) { console.log(error.message); }`,
    });
    expect(await playground.runToEnd()).toContain(
      `fetch of ${server.url}x was refused: this page runs programs without network`,
    );
    watch.faults.length = 0; // the browser's own line about the policy
  });

  test("finds the global channel taken", async ({ playground }) => {
    await playground.open("?p=0");
    await playground.openProgram({
      driver: `const says = (f: () => unknown) => { try { f(); console.log("nothing"); } catch (error) { console.log(error.message); } };
says(() => postMessage({ type: "finished", outcome: "failed" }));
says(() => { onmessage = console.log; });
says(() => importScripts("x.js"));
says(() => new Worker("x.js"));
dispatchEvent(new MessageEvent("message", { data: { type: "exited", member: { pid: 1, incarnation: 0 }, why: "forged" } }));
console.log("still here");`,
    });
    const text = await playground.runToEnd();
    for (const name of ["postMessage", "onmessage", "importScripts", "Worker"])
      expect(text).toContain(`${name} is not for programs: `);
    expect(text.match(/remotecall|addprocs/g)).toHaveLength(4);
    expect(text).toContain("still here");
  });
});

test("what the sandbox exposes to the page can't be climbed", async ({ playground }) => {
  // Every port that the page makes is noted, so that the test can speak on the page's own.
  await playground.page.addInitScript(() => {
    const ports: MessagePort[] = [];
    const Platforms = MessageChannel;
    Object.assign(globalThis, {
      ports,
      MessageChannel: class extends Platforms {
        constructor() {
          super();
          ports.push(this.port1);
        }
      },
    });
  });
  await playground.open("?p=1");
  await expect(playground.cell(2)).toHaveAttribute("data-state", "idle");
  const answers = await playground.page.evaluate(async () => {
    const ask = (port: MessagePort, message: object) =>
      new Promise<{ value: unknown; type: string } | "silence">((resolve) => {
        const id = crypto.randomUUID();
        const timer = setTimeout(resolve, 3000, "silence");
        port.addEventListener("message", ({ data }) => {
          if (data?.id !== id) return;
          clearTimeout(timer);
          resolve(data);
        });
        port.postMessage({ id, argumentList: [], ...message });
      });
    const { ports } = globalThis as unknown as { ports: MessagePort[] };
    const speaks = async (port: MessagePort) => (await ask(port, { type: "APPLY", path: ["ping"] })) !== "silence";
    const answering = (await Promise.all(ports.map(async (port) => ((await speaks(port)) ? [port] : [])))).flat();
    const climbs = [
      { type: "GET", path: ["constructor"] },
      { type: "GET", path: ["ping", "constructor", "constructor"] },
      { type: "APPLY", path: ["constructor", "constructor"], argumentList: [{ type: "RAW", value: "return 1" }] },
      { type: "APPLY", path: ["ping", "constructor"], argumentList: [{ type: "RAW", value: "return 1" }] },
      { type: "GET", path: ["__proto__"] },
      { type: "GET", path: [] },
      { type: "SET", path: ["ping"], value: { type: "RAW", value: 1 } },
      { type: "ENDPOINT", path: [] },
    ];
    return {
      answering: answering.length,
      climbs: await Promise.all(climbs.map(async (climb) => JSON.stringify(await ask(answering[0]!, climb)))),
    };
  });
  expect(answers.answering).toBe(1);
  for (const answer of answers.climbs) expect(answer).toContain("the sandbox answers calls of its own methods only");
});

test.describe("with the editor", () => {
  test.use({ monaco: true });

  test("the page's policy lets Monaco and a run work, and injected HTML run nothing", async ({ playground, watch }) => {
    await playground.page.addInitScript(() => {
      const violations: string[] = [];
      Object.assign(globalThis, { violations });
      addEventListener("securitypolicyviolation", (event) =>
        violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
      );
    });
    await playground.open("?p=1");
    await playground.setProgram({
      functions: "export const twice = (x: number) => 2 * x;",
      driver: 'const wrong: string = 1;\nconsole.log("ran");',
    });
    await expect(playground.page.locator(".squiggly-error").first()).toBeVisible();
    expect(await playground.runToEnd()).toContain("ran");
    const violations = () =>
      playground.page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);
    expect(await violations()).toEqual([]);

    const ran = await playground.page.evaluate(async () => {
      const attempts = {
        inline: '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
        data: '<iframe srcdoc="<script src=&quot;data:text/javascript,parent.pwned=1&quot;></script>"></iframe>',
        module:
          '<iframe srcdoc="<script type=module src=&quot;data:text/javascript,parent.pwned=1&quot;></script>"></iframe>',
        handler: '<img src="nothing" onerror="pwned=1">',
      };
      const refused = (html: string) =>
        new Promise<string>((resolve) => {
          const box = document.body.appendChild(document.createElement("div"));
          const inner = () => box.querySelector("iframe")?.contentWindow;
          box.innerHTML = html;
          const heard = () => resolve("refused");
          addEventListener("securitypolicyviolation", heard, { once: true });
          inner()?.addEventListener("securitypolicyviolation", heard);
          box
            .querySelector("iframe")
            ?.addEventListener("load", () => inner()?.addEventListener("securitypolicyviolation", heard));
          setTimeout(resolve, 1000, "nothing heard");
        });
      const results: Record<string, string> = {};
      for (const [name, html] of Object.entries(attempts)) {
        await refused(html);
        results[name] = "pwned" in globalThis ? "ran" : "did not run";
      }
      return results;
    });
    expect(ran).toEqual({ inline: "did not run", data: "did not run", module: "did not run", handler: "did not run" });
    watch.faults.length = 0; // the browser's own lines about those four
  });
});

test.describe("the supervisor's script, whose hash the page's policy knows", () => {
  test.use({ allowedFaults: [/this script runs in a sandboxed frame only/] });

  test("does not start in the page's own origin", async ({ playground, watch }) => {
    await playground.open("?p=0");
    await sandboxOf(playground.page);
    const heard = await playground.page.evaluate(async () => {
      const texts = performance.getEntriesByType("resource").find(({ name }) => name.includes("_virtual_sandbox"));
      const { supervisor } = await import(/* @vite-ignore */ texts?.name ?? "");
      const heardFrom = (sandbox: string | null) =>
        new Promise<unknown>((resolve) => {
          const frame = document.createElement("iframe");
          if (sandbox !== null) frame.setAttribute("sandbox", sandbox);
          frame.srcdoc = `<!doctype html><script>${supervisor}</script>`;
          addEventListener("message", ({ source, data }) => source === frame.contentWindow && resolve(data.type));
          frame.addEventListener("load", () => setTimeout(resolve, 500, "nothing"));
          document.body.append(frame);
        });
      return [await heardFrom("allow-scripts"), await heardFrom(null)];
    });
    expect(heard).toEqual(["sandbox mounted", "nothing"]);
    expect(watch.faults.join()).toContain("this script runs in a sandboxed frame only");
  });
});

test("Stop ends a driver that never yields in under half a second, and the page runs again at once", async ({
  playground,
}) => {
  await playground.open("?p=2");
  await playground.openProgram({
    driver: `import { remotecall, workers } from "distributed";
for (const pid of workers()) remotecall(() => { console.log("spinning"); while (true) {} }, pid);
await new Promise((resolve) => setTimeout(resolve)); // the calls leave at the end of the turn
console.log("driver spins");
while (true) {}`,
  });
  await playground.run();
  await expect(playground.line(/^From worker \d:\tspinning$/)).toHaveCount(2);
  await expect(playground.line("driver spins")).toBeVisible();
  const tookMs = await playground.page.evaluate(async () => {
    const button = (name: string) =>
      [...document.querySelectorAll("button")].find((one) => (one.ariaLabel ?? one.textContent)?.trim() === name);
    const status = document.querySelector("[role=status][aria-label='Run status']");
    const startMs = performance.now();
    button("Stop")?.click();
    while (!status?.textContent?.startsWith("Stopped")) await new Promise(requestAnimationFrame);
    return performance.now() - startMs;
  });
  expect(tookMs).toBeLessThan(500);
  await playground.openProgram({ driver: 'console.log("again");' });
  expect(await playground.runToEnd()).toContain("again");
});

test("Stop after the end removes what still goes on", async ({ playground }) => {
  await playground.open("?p=0");
  await playground.openProgram({ driver: 'let n = 0;\nsetInterval(() => console.log("tick " + ++n), 10);' });
  await playground.run();
  await playground.waitForEnd("Finished");
  await expect(playground.line(/^tick [3-9]\d*$/).first()).toBeVisible();
  await playground.stop();
  await playground.waitForStatus("Stopped");
  const text = await playground.consoleText();
  await playground.setWorkers(1);
  await expect(playground.cell(2)).toHaveAttribute("data-state", "idle");
  expect(await playground.consoleText()).toBe(text);
});

test("a run after a finished one keeps the sandbox, unless a process is busy", async ({ playground }) => {
  await playground.open("?p=1");
  await playground.openProgram({ driver: "console.log(1);" });
  await playground.runToEnd();
  const first = await mark(playground.page);
  await playground.runToEnd();
  expect(await mark(playground.page)).toBe(first);
  await playground.openProgram({
    driver: 'import { remotecall } from "distributed";\nremotecall(() => { while (true) {} }, 2);',
  });
  await playground.runToEnd();
  await expect(playground.cell(2)).toHaveAttribute("data-state", "busy");
  await playground.openProgram({ driver: "console.log(2);" });
  expect(await playground.runToEnd()).toContain("2");
  expect(await mark(playground.page)).not.toBe(first);
});

test("a sandbox that stops answering fails the run, says so, and another takes its place", async ({ playground }) => {
  await playground.open("?p=1");
  await playground.openProgram({ driver: 'console.log("alive");\nawait new Promise(() => {});' });
  await playground.run();
  await expect(playground.line("alive")).toBeVisible();
  const sandbox = await sandboxOf(playground.page);
  const silent = sandbox.evaluate("while (true) {}").catch(() => "gone");
  await playground.waitForEnd("Failed");
  expect(await silent).toBe("gone");
  expect(await playground.consoleText()).toContain(
    "The sandbox stopped answering (out of memory?). Your code is kept.",
  );
  await playground.openProgram({ driver: 'console.log("again");' });
  expect(await playground.runToEnd()).toContain("again");
});

test("a program that prints without end neither loses its sandbox nor hangs the page", async ({ playground }) => {
  await playground.open("?p=1");
  await playground.openProgram({ driver: 'for (let i = 0; ; i++) console.log("line " + i);' });
  await playground.run();
  // Longer than a sandbox may be silent: 200,000 lines of some 12 us each take more than the page keeps.
  await expect(playground.line(/^line [2-9]\d{5}$/).first()).toBeVisible();
  await playground.waitForStatus("Running");
  await playground.stop();
  await playground.waitForStatus("Stopped");
});

test("where no Web Worker starts from a blob, a program runs from data URLs", async ({ playground }) => {
  await alterSupervisor(
    playground.page,
    `Worker = class extends Worker {
      constructor(url, options) {
        if (String(url).startsWith("blob:")) throw new Error("refused");
        super(url, options);
      }
    };`,
  );
  await playground.open("?p=2");
  await playground.openProgram({
    functions: "export class Wrong extends Error {}\nexport const fail = () => {\n  throw new Wrong('at line 3');\n};",
    driver: `import { pmap, remotecallFetch } from "distributed";
import { fail, Wrong } from "./functions";
const base = 10;
console.log(await pmap((x) => base + x, [1, 2, 3]));
const error = await remotecallFetch(fail, 2).catch((error) => error);
console.log(error.captured instanceof Wrong, error.captured.stack);
console.log("scheme " + import.meta.url.slice(0, 4));`,
  });
  const text = await playground.runToEnd();
  expect(text).toContain("[ 11, 12, 13 ]");
  expect(text).toContain("scheme data");
  expect(text).toContain("functions.ts:3:");
  expect(text).not.toMatch(/data:|blob:|at .*distributed/);
});

test.describe("on a host without isolation headers", () => {
  let site: TestServer;
  test.beforeEach(async () => {
    site = await servePlainly();
  });
  test.afterEach(async () => {
    await site.close();
  });

  test("a program runs, and SharedArray says what is missing", async ({ playground }) => {
    await playground.open(`${site.url}?p=2`);
    await playground.openProgram({
      functions: "export const where = () => [self.crossOriginIsolated, typeof SharedArrayBuffer];",
      driver: `import { pmap, remotecallFetch, SharedArray } from "distributed";
import { where } from "./functions";
console.log(await remotecallFetch(where, 2));
console.log(await pmap((x) => x * x, [1, 2, 3]));
try { new SharedArray(Float64Array, 3); } catch (error) { console.log(error.message); }`,
    });
    const text = await playground.runToEnd();
    expect(text).toContain("Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp");
    expect(text).toContain("[ false, 'undefined' ]");
    expect(text).toContain("[ 1, 4, 9 ]");
  });
});

async function sandboxOf(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBe(2);
  return page.frames()[1]!;
}

/** A number that stays with the sandbox's document. */
async function mark(page: Page): Promise<number> {
  const frame = await sandboxOf(page);
  return await frame.evaluate(() => {
    const own = globalThis as unknown as { mark?: number };
    own.mark ??= Math.random();
    return own.mark;
  });
}
