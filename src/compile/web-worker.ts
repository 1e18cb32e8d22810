// The page's compile Web Worker: `compile`, off the main thread, by Comlink.
import { expose } from "comlink";
import { compile } from "./compile.ts";

expose({ compile });
