// Comlink's `expose` executes whatever path its peer names: `constructor.constructor` leads from any object to `Function`
// (tried: a peer ran its own code here). So a message reaches Comlink only when it calls one of the named methods, with
// plain arguments; anything else is answered with an error.
import { expose } from "comlink";

type Methods = Readonly<Record<string, (...args: never[]) => unknown>>;

/** What Comlink needs of the object it exposes: its own methods, and no way up. */
export function exposeOnly(methods: Methods, port: MessagePort): void {
  const exposed: Record<string, unknown> = Object.create(null);
  for (const [name, method] of Object.entries(methods)) exposed[name] = method;
  expose(exposed, {
    addEventListener(type, listener) {
      port.addEventListener(type, (event) => {
        const { data } = event as MessageEvent<unknown>;
        if (isCall(data, methods)) deliver(listener, event);
        else port.postMessage(refusal(data));
      });
    },
    removeEventListener() {},
    postMessage: (message, transfer) => port.postMessage(message, transfer ?? []),
    start: () => port.start(),
  });
}

function deliver(listener: EventListenerOrEventListenerObject, event: Event): void {
  if (typeof listener === "function") listener(event);
  else listener.handleEvent(event);
}

function isCall(data: unknown, methods: Methods): boolean {
  if (!isRecord(data) || data.type !== "APPLY" || typeof data.id !== "string") return false;
  const { path, argumentList } = data;
  const named =
    Array.isArray(path) && path.length === 1 && typeof path[0] === "string" && Object.hasOwn(methods, path[0]);
  const plain = Array.isArray(argumentList) && argumentList.every((one) => isRecord(one) && one.type === "RAW");
  return named && plain;
}

/** As Comlink writes an error, so that the caller's promise rejects. */
function refusal(data: unknown): object {
  const id = isRecord(data) ? data.id : undefined;
  const value = { name: "TypeError", message: "the sandbox answers calls of its own methods only", stack: "" };
  return { id, type: "HANDLER", name: "throw", value: { isError: true, value } };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
