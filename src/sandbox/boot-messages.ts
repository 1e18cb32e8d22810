// What passes between boot and the supervisor's side of a Web Worker beside the messages of supervisor/protocol.ts.
import type { FromProcess, ToProcess } from "../supervisor/protocol.ts";

export type ToBoot =
  | ToProcess
  /**
   * The first message of all: where the process bundle is; whether programs may use the network; where there is shared
   * memory, the word of flow.ts.
   */
  | { type: "boot"; runtimeUrl: string; network: boolean; taken?: Int32Array };

export type FromBoot =
  | FromProcess
  /** The process bundle could not be started. */
  | { type: "died"; why: string };
