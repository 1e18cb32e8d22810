// What a compiled module tells the process of its literals, as registration.ts says: names and positions for messages,
// and how each is sent and made again.
import type {
  CaptureMeta,
  FunctionMeta,
  ModuleMeta,
  SourcePoint,
} from "../../distributed/cluster-serialize/registration.ts";
import type { PlainText } from "../output/plain-text.ts";
import type { At } from "../parse/ast.ts";
import { pointAt } from "../parse/lines.ts";
import type { Unit } from "../scopes/bindings.ts";
import type { Scopes } from "../scopes/scopes.ts";
import type { Capture, Travel, Travels } from "../travel/travel.ts";
import type { Origin } from "../typescript/origin.ts";

/** JSON of a ModuleMeta. */
export function metaText({ scopes, travels, origin, plain }: Described): string {
  const point = (at: At) => pointAt(origin.sourceLines, origin.rangeOf(at).start);
  const entries = scopes.units.flatMap((unit): [number, FunctionMeta][] => {
    const travel = travels.of(unit);
    const meta = travel ? travelMeta(travel, point) : memberMeta(unit, point);
    return meta ? [[unit.id, { ...meta, text: plain.rangeOf(unit) }]] : [];
  });
  const meta: ModuleMeta = { ...Object.fromEntries(entries), ...(entries.length > 0 && { source: plain.text }) };
  return JSON.stringify(meta);
}

interface Described {
  readonly scopes: Scopes;
  readonly travels: Travels;
  readonly origin: Origin;
  readonly plain: PlainText;
}

type PointOf = (at: At) => SourcePoint;

function travelMeta(travel: Travel, point: PointOf): FunctionMeta {
  const { unit, captures, isPerInstance, singleton, isOnce, refusal } = travel;
  const host = captures.findIndex(({ pseudo }) => pseudo === "class");
  return {
    kind: kindOf(unit),
    name: unit.name,
    at: point(unit.node),
    ...(captures.length > 0 && { captures: captures.map((capture) => captureMeta(capture, point)) }),
    ...(isPerInstance && { perInstance: true }),
    ...((singleton || isOnce) && { singleton: true }),
    ...(host >= 0 && { host }),
    ...(isComputed(unit) && { computed: true }),
    ...(refusal && { refused: [refusal[0], point(refusal[1])] }),
  };
}

const isComputed = ({ form }: Unit): boolean =>
  (form.kind === "method" && form.property.computed) || (form.kind === "function" && form.place.kind === "computed");

function kindOf({ form, isArrow }: Unit): FunctionMeta["kind"] {
  if (form.kind === "class") return "class";
  if (form.kind === "method") return form.property.kind === "init" ? "method" : form.property.kind;
  return isArrow ? "arrow" : "function";
}

function captureMeta({ name, use, binding, pseudo, isBoxed, isLate }: Capture, point: PointOf): CaptureMeta {
  return {
    name,
    use: point(use),
    ...(binding && binding.kind !== "free" && { declared: point(binding.at) }),
    ...(isBoxed && { boxed: true }),
    ...(binding?.inScope === "maybe" && { maybe: true }),
    ...(isLate && { late: true }),
    ...(pseudo && { pseudo: true }),
  };
}

/** Methods and accessors of classes are found on their class. */
function memberMeta(unit: Unit, point: PointOf): FunctionMeta | undefined {
  const { form, parent } = unit;
  if (form.kind !== "member" || form.member.kind === "constructor" || !parent) return undefined;
  const { member } = form;
  return {
    kind: "member",
    name: unit.name,
    at: point(member),
    owner: parent.id,
    ...(member.static && { isStatic: true }),
    ...(member.kind !== "method" && { accessor: member.kind as "get" | "set" }),
    ...(member.computed && { computed: true }),
    ...(member.key.type === "PrivateIdentifier" && { isPrivate: true }),
  };
}
