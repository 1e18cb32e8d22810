import { expect, test } from "vitest";
import type { ToProcess } from "../supervisor/protocol.ts";
import { Mail } from "./mail.ts";

const exited = (pid: number) =>
  ({ type: "exited", member: { pid, incarnation: 0 }, why: "", replaced: false }) as const;
const answer = (id: number): Extract<ToProcess, { type: "answer" }> => ({ type: "answer", id });

/** A process whose turns the test lets through; `unread` is what it has not handled after each. */
function played(unread: number[]) {
  const turns: (() => void)[] = [];
  const handled: string[] = [];
  const mail = new Mail({
    handle: (message) => {
      handled.push(message.type === "exited" ? `exited ${message.member.pid}` : message.type);
    },
    yieldTurn: (task) => void turns.push(task),
    unreadFrom: () => unread.shift() ?? 0,
  });
  const turn = async () => {
    turns.shift()?.();
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { mail, handled, turn };
}

test("Mail handles what the supervisor says at once, but the end of a process after two turns, and the rest behind it", async () => {
  const { mail, handled, turn } = played([]);
  mail.receive(answer(1));
  mail.receive(exited(2));
  mail.receive(answer(2));
  await turn();
  expect(handled).toEqual(["answer"]);
  await turn();
  expect(handled).toEqual(["answer", "exited 2", "answer"]);
  mail.receive(answer(3));
  expect(handled).toHaveLength(4);
});

test("Mail waits with an end while the messages of that process become fewer", async () => {
  const { mail, handled, turn } = played([5, 3, 0]);
  mail.receive(exited(2));
  for (const _ of [1, 2, 3]) await turn();
  expect(handled).toEqual([]);
  await turn();
  expect(handled).toEqual(["exited 2"]);
});

test("Mail tells an end though messages stay unread: what they wait for may never come", async () => {
  const { mail, handled, turn } = played([5, 5, 0]);
  mail.receive(exited(2));
  for (const _ of [1, 2, 3]) await turn();
  expect(handled).toEqual(["exited 2"]);
});

test("Mail keeps the order of several ends and of what lies between", async () => {
  const { mail, handled, turn } = played([]);
  for (const message of [exited(2), answer(1), exited(3), answer(2)]) mail.receive(message);
  for (const _ of [1, 2, 3, 4]) await turn();
  expect(handled).toEqual(["exited 2", "answer", "exited 3", "answer"]);
});
