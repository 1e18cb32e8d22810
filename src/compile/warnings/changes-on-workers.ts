// Changes of captured variables in functions that run on a worker: what is captured is copied there, and nothing is written
// back. Assignments are always told. What happens to an object (`list.push(x)`, `counts[k] = 1`) is told only where the
// file shows that it is a plain object of its own, and uses it further down: a cache that only the worker reads is no
// mistake, and shared memory is none either.
// Not told: module variables of functions.ts and its like. Every process has its own and may well keep something there.
import type { At, CallExpression, Node } from "../parse/ast.ts";
import { withoutCast } from "../parse/casts.ts";
import { walk } from "../parse/walk.ts";
import type { Binding, Reference, Unit } from "../scopes/bindings.ts";
import { changesIn } from "./changes.ts";
import { type LibraryNames, type Shipment, shipmentOf } from "./library-calls.ts";
import { isOwnObject } from "./own-objects.ts";
import { reducerFix } from "./reducer-fix.ts";
import type { Warning } from "./warning.ts";
import type { Source } from "./warnings.ts";

export function changesOnWorkers(source: Source, library: LibraryNames): Warning[] {
  return new ChangeFinder(source).find(library);
}

class ChangeFinder {
  readonly #source: Source;
  readonly #units: ReadonlyMap<Node, Unit>;
  readonly #references: ReadonlyMap<Node, Reference>;
  /** By the place of the change: a function that two calls ship is told of once. */
  readonly #found = new Map<At, Warning>();

  constructor(source: Source) {
    this.#source = source;
    this.#units = new Map(source.scopes.units.map((unit) => [unit.node, unit]));
    this.#references = new Map(source.scopes.references.map((reference) => [reference.node, reference]));
  }

  find(library: LibraryNames): Warning[] {
    walk(this.#source.tree, (node) => {
      const shipment = node.type === "CallExpression" ? shipmentOf(node, library) : undefined;
      if (!shipment) return;
      const seen = new Set<Unit>();
      for (const argument of shipment.functions) this.#look(this.#functionOf(argument), shipment, seen);
    });
    return [...this.#found.values()];
  }

  /** Functions that it captures travel with it, so what they change is a copy as well. */
  #look(unit: Unit | undefined, shipment: Shipment, seen: Set<Unit>): void {
    if (!unit || seen.has(unit)) return;
    seen.add(unit);
    for (const { target, at, isAssignment } of changesIn(unit.node)) {
      const binding = this.#bindingOf(target);
      if (!binding || !unit.captures.has(binding) || !this.#isCopied(binding)) continue;
      if (isAssignment ? isVariable(binding) : isOwnObject(binding, this.#references) && usedBehind(binding, unit)) {
        this.#tell(at, binding, shipment);
      }
    }
    for (const binding of unit.captures.keys())
      if (this.#isCopied(binding)) this.#look(this.#held(binding), shipment, seen);
  }

  #tell(at: At, { name }: Binding, shipment: Shipment): void {
    const message =
      `This change stays on the worker: the function that \`${shipment.name}\` runs there has its own copy of ` +
      `\`${name}\`. ${wayOut(shipment)}`;
    const fix = reducerFix(at, name, shipment, this.#source);
    if (!this.#found.has(at)) this.#found.set(at, { at, message, ...(fix && { fix }) });
  }

  /** The literal, or what a name of the file always holds. */
  #functionOf(argument: Node): Unit | undefined {
    const node = withoutCast(argument);
    if (node.type !== "Identifier") return this.#units.get(node);
    const binding = this.#bindingOf(node);
    return binding && this.#held(binding);
  }

  #held({ declaration, declarator, isWritten }: Binding): Unit | undefined {
    if (isWritten) return undefined;
    const node = declaration ?? (declarator?.id.type === "Identifier" && declarator.init);
    const unit = node ? this.#units.get(withoutCast(node)) : undefined;
    return unit?.form.kind === "function" ? unit : undefined;
  }

  #bindingOf(node: Node): Binding | undefined {
    const reference = this.#references.get(node);
    return reference?.scope.lookup(reference.node.name);
  }

  #isCopied({ scope }: Binding): boolean {
    return scope.kind !== "module" || this.#source.isDriver;
  }
}

/** An assignment to anything else is an error of its own. */
const isVariable = ({ kind }: Binding): boolean => kind === "let" || kind === "var" || kind === "parameter";

/** Read, or handed on, further down than the function that changes it. */
const usedBehind = ({ references }: Binding, { node: { end } }: Unit): boolean =>
  references.some(({ node }) => node.start >= end);

function wayOut({ name, call }: { name: string; call: CallExpression }): string {
  switch (name) {
    case "pmap":
      return "Return the value instead: pmap gives the results of all items, in order.";
    case "pmapreduce":
      return "Return the value instead: the reducer joins what is returned.";
    case "distributed":
      return call.arguments.length > 2
        ? "Return the value instead: the reducer joins what is returned."
        : "Use a reducer, which brings the values home: `await distributed((a, b) => a + b, items, (item) => …)`.";
    case "everywhere":
      return "What every process shall keep for itself belongs on `globalThis` or in a variable of functions.ts.";
    case "remotecallFetch":
    case "fetchfrom":
    case "fetchany":
      return `Return the value instead: \`${name}\` gives it.`;
    case "remoteDo":
      return "Use `remotecallFetch`, and return the value.";
    default:
      return `Return the value instead, and get it with fetch(…) from the ref that \`${name}\` gives.`;
  }
}
