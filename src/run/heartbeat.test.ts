import { expect, it } from "vitest";
import { PING_MS, startHeartbeat } from "./heartbeat.ts";

/** A page whose clock moves when the test says so. */
function createPage() {
  const page = {
    ms: 0,
    visible: true,
    answers: true,
    pings: 0,
    losses: 0,
    ticking: true,
    tick: () => {},
    /** Lets time go by in steps, as the page's timer ticks. */
    pass(ms: number, stepMs = PING_MS) {
      for (let passed = 0; passed < ms && page.ticking; passed += stepMs) {
        page.ms += stepMs;
        page.tick();
      }
    },
  };
  const heartbeat = startHeartbeat({
    ping() {
      page.pings++;
      if (page.answers) heartbeat.seen();
    },
    isVisible: () => page.visible,
    nowMs: () => page.ms,
    every(_ms, task) {
      page.tick = task;
      return { cancel: () => Object.assign(page, { ticking: false }) };
    },
    lost: () => void page.losses++,
  });
  return { page, heartbeat };
}

it("a sandbox that answers is never lost", () => {
  const { page } = createPage();
  page.pass(60_000);
  expect([page.losses, page.pings]).toEqual([0, 120]);
});

it("a sandbox is lost, once, when it has not answered for four seconds", () => {
  const { page } = createPage();
  page.answers = false;
  page.pass(4000);
  expect(page.losses).toBe(0);
  page.pass(60_000);
  expect(page.losses).toBe(1);
});

it("events count as a sign of life", () => {
  const { page, heartbeat } = createPage();
  page.answers = false;
  for (let i = 0; i < 10; i++) {
    page.pass(3000);
    heartbeat.seen();
  }
  expect(page.losses).toBe(0);
});

it("silence does not count while the page is hidden, and counts from its return", () => {
  const { page } = createPage();
  page.answers = false;
  page.visible = false;
  page.pass(180_000, 1000);
  page.visible = true;
  page.pass(4000);
  expect(page.losses).toBe(0);
  page.pass(1000);
  expect(page.losses).toBe(1);
});

it("silence does not count when the page itself slept", () => {
  const { page } = createPage();
  page.answers = false;
  page.pass(2000);
  page.pass(3_600_000, 3_600_000);
  page.pass(3500);
  expect(page.losses).toBe(0);
});
