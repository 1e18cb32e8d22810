// All mutable state of one process on one object (Julia: the LPROC and PGRP globals), so that several can share a realm in
// tests. It wires the parts together and holds nothing of their work.
import { Cluster } from "./cluster.ts";
import type { Codec } from "./cluster-serialize/codec.ts";
import type { Connection, ConnectionOwner } from "./connection.ts";
import { InterruptException, RemoteException } from "./errors.ts";
import { Handles } from "./handles.ts";
import { Interrupts } from "./interrupt.ts";
import { KeptValues } from "./kept-values.ts";
import { LargeCaptures } from "./large-captures.ts";
import type { ClusterManager, Platform } from "./managers.ts";
import type { AnnouncedModule, Member, Message } from "./messages.ts";
import { Modules } from "./modules.ts";
import { Pools } from "./pools.ts";
import { handleMessage, readThrough, refuseCall, replyFailed } from "./process-messages.ts";
import { Promises } from "./promises.ts";
import { Pump } from "./pump.ts";
import { RefTravel } from "./ref-travel.ts";
import type { Registers } from "./registers.ts";
import type { Operations } from "./telemetry.ts";

export interface ContextOptions {
  readonly self: Member;
  readonly members: readonly Member[];
  readonly manager: ClusterManager;
  readonly platform: Platform;
  readonly codec: Codec;
  readonly registers: Registers;
  readonly operations: Operations;
  /** Messages for this process are about to be handled: user code that awaits something may go on. */
  readonly stirred?: () => void;
  /** Prints a warning of the library as a line of this process. */
  readonly warn: (text: string) => void;
  /** Shows a value of the program, as a value of this process. Never throws. */
  readonly display: (value: unknown) => void;
  /** Prints what failed and was nobody's to hear, and the position that started it, as a line of this process. */
  readonly printFailure: (thrown: unknown, startedAt: string) => void;
  /** Positions in the user's files instead of URLs, in every stack that hangs on the error. */
  readonly mapStacks: (error: unknown) => void;
  /** Loads a module that came after the program; rejects when that fails. */
  readonly loadModule: (module: AnnouncedModule) => Promise<void>;
  /** Where the program is now. Taken cheaply; the text is made when somebody asks. */
  readonly here: () => Here;
}

/** How many requests and refs a process can number in one of its lives. */
const LIFE_IDS = 2 ** 32;

/** A place in the program: `position()` is its first position in the user's files, "driver.ts:7:22", or "". */
export interface Here {
  position(): string;
}

export class ClusterContext implements ConnectionOwner {
  readonly pid: number;
  readonly incarnation: number;
  readonly cluster: Cluster;
  readonly pump: Pump;
  readonly keptValues: KeptValues;
  readonly handles: Handles;
  readonly refTravel: RefTravel;
  readonly pools: Pools;
  readonly promises = new Promises();
  readonly interrupts: Interrupts;
  readonly modules: Modules;
  readonly manager: ClusterManager;
  readonly platform: Platform;
  readonly codec: Codec;
  readonly registers: Registers;
  readonly operations: Operations;
  readonly warn: (text: string) => void;
  readonly display: (value: unknown) => void;
  readonly printFailure: (thrown: unknown, startedAt: string) => void;
  readonly mapStacks: (error: unknown) => void;
  readonly here: () => Here;
  readonly largeCaptures: LargeCaptures;
  /**
   * Functions of the library that run on other processes: they count and name their own work. An interrupt means those that
   * run the program's functions, "work", as it means the program's own.
   */
  readonly internal = new WeakMap<object, "work" | "upkeep">();
  /** What is sent instead of a result, or of its graph, that the platform refuses to copy. */
  readonly insteadOf = new WeakMap<object, () => unknown>();
  /** Functions that a pmap or a CachingPool has sent here, by their name there, until it is over or cleared. */
  readonly keptFunctions = new Map<string, unknown>();
  loading = true;
  /** Calls of this process to itself that have not ended. */
  callsHere = 0;
  /** One cycle for spawn, spawnat("any"), fetchany and the chunks of a loop without reducer. */
  roundRobin = 0;
  /** addprocs calls take their turn here; rmprocs never waits. */
  membershipTurn: Promise<unknown> = Promise.resolve();
  readonly #stirred: (() => void) | undefined;
  #lastId: number;

  constructor(options: ContextOptions) {
    this.pid = options.self.pid;
    this.incarnation = options.self.incarnation;
    // Nothing of an earlier life of this pid is taken for something of this one.
    this.#lastId = this.incarnation * LIFE_IDS;
    this.manager = options.manager;
    this.platform = options.platform;
    this.codec = options.codec;
    this.registers = options.registers;
    this.operations = options.operations;
    this.warn = options.warn;
    this.display = options.display;
    this.printFailure = options.printFailure;
    this.mapStacks = options.mapStacks;
    this.here = options.here;
    this.largeCaptures = new LargeCaptures(options);
    this.#stirred = options.stirred;
    this.cluster = new Cluster(this.pid, options.members, options.manager, this);
    this.pump = new Pump(
      options.platform,
      (connection, message) => handleMessage(this, connection, message),
      () => this.cluster.flush(),
    );
    this.interrupts = new Interrupts(
      (mark) => options.manager.yielded(mark),
      (connection, call) => refuseCall(this, connection, call, new InterruptException()),
    );
    this.keptValues = new KeptValues(this.pid, this.cluster, this.registers);
    this.handles = new Handles(this);
    this.refTravel = new RefTravel(this);
    this.modules = new Modules(options.loadModule, options.warn);
    this.pools = new Pools(this);
  }

  /** Numbers requests and refs of this process. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** The next worker in turn. */
  nextWorker(): number {
    const workers = this.cluster.workers();
    return workers[this.roundRobin++ % workers.length]!;
  }

  /** The worker with the fewest calls that this process knows of and that are not answered yet; the first of several. */
  freeWorker(): number {
    const calls = (pid: number) => (pid === this.pid ? this.callsHere : this.cluster.callsTo(pid));
    return this.cluster.workers().reduce((best, pid) => (calls(pid) < calls(best) ? pid : best));
  }

  /** The functions file has been evaluated: requests that waited are answered. */
  loaded(): void {
    this.loading = false;
    this.pump.release();
  }

  /** Another process has ended, or is being replaced by an interrupt: what waits on it fails; whether anything did. */
  exited(member: Member, why: string, replaced: boolean): boolean {
    this.#stirred?.();
    const reason = replaced ? new RemoteException(member.pid, new InterruptException(), this.pid) : undefined;
    const waited = this.cluster.exited(member, why, reason);
    this.keptValues.holderEnded(member.pid, (member.incarnation + 1) * LIFE_IDS);
    this.pools.holderEnded(member.pid);
    for (const name of this.keptFunctions.keys()) {
      if (name.startsWith(`${member.pid}:`)) this.keptFunctions.delete(name);
    }
    return waited;
  }

  membersChanged(): void {
    this.pools.membersChanged();
  }

  newsFor(connection: Connection): Message | undefined {
    return this.cluster.membersFor(connection) ?? this.modules.newsFor(connection);
  }

  received(connection: Connection): void {
    this.#stirred?.();
    this.pump.add(connection);
  }

  counted(direction: "in" | "out", messages: number, bytes: number): void {
    this.registers.moved(direction, messages, bytes);
  }

  readThrough(connection: Connection, message: Message): Message {
    return readThrough(this, connection, message);
  }

  replyFailed(connection: Connection, message: Message, reason: unknown): void {
    replyFailed(this, connection, message, reason);
  }
}
