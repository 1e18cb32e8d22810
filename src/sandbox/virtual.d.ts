declare module "virtual:sandbox" {
  /** The script of the sandbox's document. */
  export const supervisor: string;
  /** The document's policies: without network, and for programs that the visitor lets use it. */
  export const policy: string;
  export const networkPolicy: string;
  /** Address that npm packages are loaded from, of those programs. */
  export const cdn: string;
  /** First script of every Web Worker of the sandbox. */
  export const boot: string;
  /** The process bundle: the module "distributed" of a program. */
  export const runtime: string;
  /** Of the supervisor's script, as the policies name it: 'sha256-…' with its quotes. */
  export const hash: string;
}
