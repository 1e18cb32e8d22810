// What compiled modules import as "distributed" when only the cost of registering functions is measured: the real registry,
// and nothing else of a process.
import { createCodec } from "../distributed/cluster-serialize/codec.ts";

export const $panal = createCodec({ pid: () => 1 }).registrar;
