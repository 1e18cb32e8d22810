// The seam ClusterManager, fulfilled by asking the supervisor on the control channel; the same on every host.
import { type Deferred, deferred } from "../base/deferred.ts";
import type { ClusterManager, Port } from "../distributed/managers.ts";
import type { Member } from "../distributed/messages.ts";
import type { FromProcess, Host, ToProcess } from "../supervisor/protocol.ts";

export class SupervisorManager implements ClusterManager {
  readonly #questions = new Map<number, Deferred<unknown>>();
  readonly #host: Host;
  #lastId = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  launch(workers: number, timeoutS: number): Promise<Member[]> {
    return this.#ask((id) => ({ type: "launch", id, workers, timeoutS })) as Promise<Member[]>;
  }

  async kill(pids: readonly number[]): Promise<void> {
    await this.#ask((id) => ({ type: "kill", id, pids }));
  }

  async interrupt(pids: readonly number[], mark: number): Promise<void> {
    await this.#ask((id) => ({ type: "interrupt", id, pids, mark }));
  }

  yielded(mark: number): void {
    this.#host.post({ type: "yielded", mark });
  }

  readAsset(name: string): Promise<Uint8Array> {
    if (typeof name !== "string") return Promise.reject(new TypeError("wanted the name of a file, a string"));
    return this.#ask((id) => ({ type: "readAsset", id, name })) as Promise<Uint8Array>;
  }

  connect(to: Member): Port {
    const { port1, port2 } = this.#host.pair();
    this.#host.post({ type: "connect", to, port: port2 }, [port2]);
    return port1;
  }

  answered({ id, value, error }: Extract<ToProcess, { type: "answer" }>): void {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    if (error === undefined) question?.resolve(value);
    else question?.reject(new Error(error));
  }

  #ask(make: (id: number) => FromProcess): Promise<unknown> {
    const id = ++this.#lastId;
    const question = deferred<unknown>();
    this.#questions.set(id, question);
    this.#host.post(make(id));
    return question.promise;
  }
}
