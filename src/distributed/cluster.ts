// Who can be called, and the connections to them (Julia: cluster.jl). pid 1's word decides who has joined; its list goes,
// once a version, ahead of the next message on every connection of every process, so that views follow causes.
// Invariants: a closed connection is never in `#connections`; an incarnation that has ended never comes back.
import { Connection, type ConnectionOwner } from "./connection.ts";
import { ProcessExitedException } from "./errors.ts";
import type { ClusterManager, Port } from "./managers.ts";
import type { Member, Message } from "./messages.ts";

export class Cluster {
  readonly pid: number;
  #members: readonly Member[];
  #version = 0;
  #highestPid: number;
  readonly #connections = new Map<number, Connection>();
  readonly #gone = new Set<string>();
  /** Pids that are being replaced by an interrupt. */
  readonly #returning = new Set<number>();
  readonly #manager: ClusterManager;
  readonly #owner: ConnectionOwner;

  constructor(pid: number, members: readonly Member[], manager: ClusterManager, owner: ConnectionOwner) {
    this.pid = pid;
    this.#members = members;
    this.#highestPid = Math.max(pid, ...members.map((member) => member.pid));
    this.#manager = manager;
    this.#owner = owner;
  }

  /** All pids, ascending. */
  procs(): number[] {
    return this.#members.map((member) => member.pid).sort((a, b) => a - b);
  }

  /** All pids but 1, ascending; [1] when there are no others. */
  workers(): number[] {
    return this.#members.length === 1 ? [1] : this.procs().filter((pid) => pid !== 1);
  }

  get size(): number {
    return this.#members.length;
  }

  has(pid: number): boolean {
    return this.#members.some((member) => member.pid === pid);
  }

  /** Which of its lives a process is in: its incarnation; undefined when it is not there. */
  lifeOf(pid: number): number | undefined {
    return this.#members.find((member) => member.pid === pid)?.incarnation;
  }

  /** It was here and is not any more, or is about to be removed. */
  hasLeft(pid: number): boolean {
    return pid <= this.#highestPid && !this.has(pid);
  }

  /** It cannot be called now, but its next incarnation is starting. */
  isReturning(pid: number): boolean {
    return this.#returning.has(pid);
  }

  /**
   * The connection to a process, opened on first use. Throws ProcessExitedException for one that has ended or is being
   * removed, and a plain Error for a pid that never existed.
   */
  connectionTo(pid: number): Connection {
    const open = this.#connections.get(pid);
    if (open?.checkedFor === this.#members) return open;
    const member = this.#members.find((one) => one.pid === pid);
    if (!member) throw this.missing(pid);
    if (open && open.peer.incarnation < member.incarnation) this.#close(open, "it was replaced");
    const connection = this.#connections.get(pid) ?? this.#open(member);
    connection.checkedFor = this.#members;
    return connection;
  }

  /** Why that pid cannot be called. */
  missing(pid: number): Error {
    if (Number.isInteger(pid) && pid > 1 && pid <= this.#highestPid) return new ProcessExitedException(pid);
    return new Error(`no process with id ${pid} exists; there are ${this.procs().join(", ")}`);
  }

  #open(member: Member): Connection {
    const connection = new Connection(member, this.#owner);
    connection.attach(this.#manager.connect(member));
    this.#connections.set(member.pid, connection);
    return connection;
  }

  /** Another process opened a connection to us. */
  accept(peer: Member, port: Port): void {
    const open = this.#connections.get(peer.pid);
    if (this.#gone.has(nameOf(peer)) || (open && open.peer.incarnation > peer.incarnation)) return port.close();
    if (open && open.peer.incarnation < peer.incarnation) this.#close(open, "it was replaced");
    const connection = this.#connections.get(peer.pid) ?? new Connection(peer, this.#owner);
    // Known before it hears anything: what waits in the port may be answered by a call to the peer.
    this.#connections.set(peer.pid, connection);
    connection.attach(port);
  }

  membersFor(connection: Connection): Message | undefined {
    if (connection.version >= this.#version) return undefined;
    connection.version = this.#version;
    return ["members", this.#version, this.#members];
  }

  /** pid 1 only: newcomers that have loaded. */
  joined(newcomers: readonly Member[]): void {
    this.#take([...this.#members, ...newcomers.filter((member) => !this.#gone.has(nameOf(member)))]);
    this.#version++;
  }

  /** pid 1 only: these are being removed, and cannot be called from now on. */
  leaving(pids: readonly number[]): void {
    this.#take(this.#members.filter((member) => !pids.includes(member.pid)));
    this.#version++;
  }

  /** A list came in: it says who can be called. It closes nothing; `exited`, which is on its way, does. */
  heard(connection: Connection, version: number, list: readonly Member[]): void {
    connection.version = Math.max(connection.version, version);
    if (version <= this.#version) return;
    this.#version = version;
    this.#take(list.filter((member) => !this.#gone.has(nameOf(member))));
  }

  /**
   * The supervisor's word; whether anything here waited on it. That fails with `reason`, if the process is being replaced. pid 1 counts a new version: the news
   * also travels by connection.
   */
  exited(member: Member, why: string, reason?: unknown): boolean {
    this.#gone.add(nameOf(member));
    this.#highestPid = Math.max(this.#highestPid, member.pid);
    if (reason === undefined) this.#returning.delete(member.pid);
    else this.#returning.add(member.pid);
    this.#take(this.#members.filter((one) => nameOf(one) !== nameOf(member)));
    if (this.pid === 1) this.#version++;
    const open = this.#connections.get(member.pid);
    return open?.peer.incarnation === member.incarnation && this.#close(open, why, reason);
  }

  /** Messages of that process which are here and have not been handled. */
  unreadFrom(member: Member): number {
    const open = this.#connections.get(member.pid);
    if (open?.peer.incarnation !== member.incarnation) return 0;
    return open.inbox.reduce((sum, { batch, next }) => sum + batch.length - next, 0);
  }

  connections(): Iterable<Connection> {
    return this.#connections.values();
  }

  /** Calls to that process which this one has made and which are not answered yet. */
  callsTo(pid: number): number {
    return this.#connections.get(pid)?.calls ?? 0;
  }

  flush(): void {
    for (const connection of this.#connections.values()) connection.flush();
  }

  /** Calls that wait for an answer, over all connections; for tests. */
  pendingCalls(): number {
    return [...this.#connections.values()].reduce((sum, connection) => sum + connection.pending.size, 0);
  }

  /** What peers wait for here or have not said to have, over all connections; for tests. */
  openUses(): number {
    return [...this.#connections.values()].reduce((sum, connection) => sum + connection.uses.size, 0);
  }

  #take(members: readonly Member[]): void {
    this.#members = members;
    for (const { pid } of members) {
      this.#highestPid = Math.max(this.#highestPid, pid);
      this.#returning.delete(pid);
    }
    this.#owner.membersChanged();
  }

  #close(connection: Connection, why: string, reason?: unknown): boolean {
    this.#connections.delete(connection.peer.pid);
    return connection.close(why, reason);
  }
}

const nameOf = (member: Member) => `${member.pid}.${member.incarnation}`;
