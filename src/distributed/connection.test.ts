// One connection over a real pair of ports: what takes objects along is posted in order, and a failed post moves nothing.
import { MessageChannel } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { Connection, type ConnectionOwner, type Moving } from "./connection.ts";
import type { Port } from "./managers.ts";
import type { Batch, Message } from "./messages.ts";

const open: { close(): void }[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

function connect(readThrough: ConnectionOwner["readThrough"] = (_, message) => message) {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const failed: unknown[] = [];
  const connection = new Connection(
    { pid: 2, incarnation: 0 },
    {
      membersChanged() {},
      newsFor: () => undefined,
      received() {},
      counted() {},
      readThrough,
      replyFailed: (_, message) => void failed.push(message[0]),
    },
  );
  connection.attach(port1 as unknown as Port);
  const batches: Batch[] = [];
  const arrived = (n: number) =>
    new Promise<Batch[]>((resolve) => {
      port2.on("message", (batch: Batch) => {
        batches.push(batch);
        if (batches.length === n) resolve(batches);
      });
    });
  return { connection, arrived, failed };
}

const moving = (...list: ArrayBuffer[]): Moving & { isDone: boolean } => ({
  list,
  isDone: false,
  done() {
    this.isDone = true;
  },
});

const result = (id: number, value: unknown): Message => ["result", id, value, 0];

test("send() posts what waits, then at once and alone the message that takes a buffer along", async () => {
  const { connection, arrived } = connect();
  const buffer = new ArrayBuffer(8);
  const move = moving(buffer);
  connection.send(result(1, "first"), 5, "batch");
  connection.send(result(2, buffer), 8, move);
  expect([buffer.byteLength, move.isDone]).toEqual([0, true]);
  connection.send(result(3, "last"), 4, "batch");
  const batches = await arrived(3);
  expect(batches.map(([bytes, ...messages]) => [bytes, ...messages.map(([, id]) => id)])).toEqual([
    [5, 1],
    [8, 2],
    [4, 3],
  ]);
  expect((batches[1]![1] as Message)[2]).toHaveProperty("byteLength", 8);
});

test("send() of what cannot be posted leaves the buffer, and tells who waits; what came before has gone", async () => {
  const { connection, arrived, failed } = connect();
  const buffer = new ArrayBuffer(8);
  const move = moving(buffer);
  connection.send(result(1, "first"), 5, "batch");
  connection.send(result(2, [buffer, () => {}]), 8, move);
  expect([buffer.byteLength, move.isDone, failed]).toEqual([8, false, ["result"]]);
  expect(await arrived(1)).toEqual([[5, result(1, "first")]]);
});

test("request() of what cannot be posted rejects what waits for it, and the buffer stays", () => {
  const { connection } = connect();
  const buffer = new ArrayBuffer(8);
  let reason: unknown;
  connection.request(1, ["callGraph", 1, [buffer, () => {}]], 8, moving(buffer), {
    resolve() {},
    reject(why) {
      reason = why;
    },
  });
  expect(String(reason)).toContain("could not be cloned");
  expect([buffer.byteLength, connection.pending.size]).toEqual([8, 0]);
});

test("send() moves the buffer when only reading the message through lets it be posted", async () => {
  const { connection, arrived } = connect((_, message) => result(message[1] as number, (message[2] as unknown[])[0]));
  const buffer = new ArrayBuffer(8);
  connection.send(result(2, [buffer, new Proxy({}, {})]), 8, moving(buffer));
  expect(buffer.byteLength).toBe(0);
  expect((await arrived(1))[0]![1]).toHaveProperty("2.byteLength", 8);
});

test("send() to a process that has ended leaves the buffer", () => {
  const { connection } = connect();
  const buffer = new ArrayBuffer(8);
  connection.close("it ended");
  connection.send(result(2, buffer), 8, moving(buffer));
  expect(buffer.byteLength).toBe(8);
});

test("takeWaiting() takes what has not been run, of its kind only, and leaves no empty batch to the pump", () => {
  const connection = new Connection({ pid: 2, incarnation: 0 }, {} as ConnectionOwner);
  const call = (id: number): Message => ["call", id, "f", []];
  const isCall = (message: Message): message is Extract<Message, readonly ["call", ...unknown[]]> =>
    message[0] === "call";
  connection.inbox.push({ batch: [0, call(1), call(2)], next: 2 }, { batch: [0, ["settled", 3], call(4)], next: 1 });
  expect(connection.takeWaiting(isCall)).toEqual([call(2), call(4)]);
  expect(connection.inbox).toEqual([{ batch: [0, ["settled", 3]], next: 1 }]);
});
