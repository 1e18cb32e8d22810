declare module "virtual:sandbox" {
  /** The sandbox's document, with the supervisor in it. */
  export const srcdoc: string;
  /** First script of every Web Worker of the sandbox. */
  export const boot: string;
  /** The process bundle: the module "distributed" of a program. */
  export const runtime: string;
  /** Of the supervisor's script, as the policies name it: 'sha256-…' with its quotes. */
  export const hash: string;
}
