import { wrap } from "comlink";
import { afterEach, expect, it } from "vitest";
import { exposeOnly } from "./expose-only.ts";

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

class Secret {
  run = (script: string) => new Function(script)();
}

function connect() {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const secret = new Secret();
  exposeOnly(
    { ping: async (n: number) => n + 1, fail: () => Promise.reject(new RangeError("no")), secret: () => typeof secret },
    port2,
  );
  return port1;
}

/** What the other end answers to a message that Comlink itself would not have sent. */
function ask(port: MessagePort, message: object): Promise<unknown> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }) => resolve(data);
    port.postMessage({ id: "1", argumentList: [], ...message });
  });
}

it("exposeOnly() answers calls of its methods, and passes their errors on", async () => {
  const api = wrap<{ ping(n: number): Promise<number>; fail(): Promise<never> }>(connect());
  expect(await api.ping(1)).toBe(2);
  await expect(api.fail()).rejects.toMatchObject({ name: "RangeError", message: "no" });
});

const refused = {
  id: "1",
  type: "HANDLER",
  name: "throw",
  value: {
    isError: true,
    value: { name: "TypeError", message: "the sandbox answers calls of its own methods only", stack: "" },
  },
};

it.each([
  ["the way up to Function", { type: "APPLY", path: ["ping", "constructor"] }],
  ["a constructor", { type: "GET", path: ["constructor", "constructor"] }],
  ["a prototype", { type: "GET", path: ["__proto__"] }],
  ["a method of Function", { type: "APPLY", path: ["ping", "call"] }],
  ["a method of Object", { type: "APPLY", path: ["hasOwnProperty"] }],
  ["no path", { type: "APPLY", path: [] }],
  ["a path that is none", { type: "APPLY", path: "ping" }],
  ["reading a method", { type: "GET", path: ["ping"] }],
  ["writing", { type: "SET", path: ["ping"], value: { type: "RAW", value: 1 } }],
  ["new", { type: "CONSTRUCT", path: ["ping"] }],
  ["a second end", { type: "ENDPOINT", path: [] }],
  ["a release", { type: "RELEASE", path: [] }],
  [
    "an argument that is more than data",
    { type: "APPLY", path: ["ping"], argumentList: [{ type: "HANDLER", name: "proxy" }] },
  ],
])("exposeOnly() refuses %s", async (_what, message) => {
  expect(await ask(connect(), message)).toEqual(refused);
});
