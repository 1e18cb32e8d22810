/** Ends a switch over a union: a member without a case is a type error, and an error when it comes all the same. */
export function assertUnreachable(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
