import { expect, test } from "vitest";
import {
  CompositeException,
  headline,
  InvalidStateException,
  messageOf,
  ProcessExitedException,
  RemoteException,
  rootCause,
  TimeoutError,
} from "./errors.ts";

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

test("rootCause() goes through every RemoteException, and to the first of a CompositeException", () => {
  const root = new RangeError("x");
  const nested = new RemoteException(2, new RemoteException(3, root, 2));
  expect(rootCause(new CompositeException([nested, new Error("y")]))).toBe(root);
  expect(rootCause("text")).toBe("text");
});

test("RemoteException.message is the root cause's, then the path, and only the root cause's on the own process", () => {
  const root = new RangeError("x");
  const nested = new RemoteException(2, new RemoteException(3, root, 2));
  expect(nested.message).toBe("x (on worker 3, called from worker 2, called from the driver)");
  expect(new RemoteException(1, root, 1).message).toBe("x");
});

test("messageOf() shows a function by its name, a text in quotes, an object as JSON", () => {
  const named = () => 1;
  expect([named, () => 1, class A {}, "x", { a: 1 }, 5n, undefined].map(messageOf)).toEqual([
    "[Function: named]",
    "[Function (anonymous)]",
    "[Function: A]",
    '"x"',
    '{"a":1}',
    "5",
    "undefined",
  ]);
});

test("ProcessExitedException names the process and why", () => {
  const error = new ProcessExitedException(3, "it was removed");
  expect(error).toMatchObject({
    name: "ProcessExitedException",
    pid: 3,
    message: "process 3 has exited: it was removed",
  });
});

test("headline(), messageOf() and RemoteException say something of a value that throws when it is asked for its class", () => {
  expect(headline(revoked())).toBe("Uncaught a value that cannot be shown");
  expect(messageOf(revoked())).toBe("a value that cannot be shown");
  expect(new RemoteException(2, revoked()).message).toContain("a value that cannot be shown");
});

test("InvalidStateException and TimeoutError show the name of their class and what happened", () => {
  expect(new InvalidStateException("the channel is closed")).toMatchObject({ state: "closed" });
  expect(headline(new InvalidStateException("the channel is closed"))).toBe(
    "InvalidStateException: the channel is closed",
  );
  expect(String(new TimeoutError("fetch: no answer within 2 s"))).toBe("TimeoutError: fetch: no answer within 2 s");
});

test("CompositeException.message tells the first failure, how many more, and how many of them are like it", () => {
  const at = (pid: number, message: string) => new RemoteException(pid, new RangeError(message));
  const messages = (...texts: string[]) => new CompositeException(texts.map((text, i) => at(2 + i, text))).message;
  const first = "a (on worker 2, called from the driver)";
  expect(messages("a")).toBe(first);
  expect(messages("a", "b")).toBe(`${first} (and 1 more failure)`);
  expect(messages("a", "a", "a")).toBe(`${first} (and 2 more like it)`);
  expect(messages("a", "b", "a", "a")).toBe(`${first} (and 3 more failures, 2 of them like it)`);
});
