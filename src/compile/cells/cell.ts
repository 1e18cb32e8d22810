// A cell of the REPL -> two modules. Process 1 runs the cell's own: what it declares joins the REPL's scope, its free names
// are read there (cell-names.ts), and it exports the value of its last expression. The lifted module, which every process
// can load, makes its functions again. Both are written as those of a driver are.

import type { CompiledCell, CompiledModule } from "../compiled.ts";
import type { SourceText } from "../diagnostics.ts";
import { type Edits, Rank } from "../output/edits.ts";
import { Output } from "../output/output.ts";
import type { At, Node } from "../parse/ast.ts";
import { parse } from "../parse/parse.ts";
import { childrenOf } from "../parse/walk.ts";
import { emitLifted } from "../register/lift.ts";
import { DRIVER_VIEW, moduleOf, writeOwnRegistration } from "../register/module.ts";
import { eraseTypes, type ScriptFile, scriptOf } from "../script.ts";
import { addScopeReads, declareCellNames } from "./cell-names.ts";
import { isVariable, topLevelNames, writeJoin } from "./join.ts";

/** Under this name a cell's module exports its value; undefined when it ends in no expression. */
export const VALUE = "$value";

export interface CellText extends SourceText {
  readonly text: string;
  /** As it was entered; `text` may be what TypeScript made of it. */
  readonly entered: string;
}

/** `known`: the names that the scope has; `variables`: those that are. Throws as `readScript`. */
export function readCell(
  { file, text, entered, origin }: CellText,
  known: ReadonlySet<string>,
  variables: ReadonlySet<string>,
): ScriptFile {
  const erased = eraseTypes(text, (scopes) => declareCellNames(scopes, known, variables, origin));
  const script = scriptOf({ file, text, origin, build: "" }, erased, "cell");
  // TypeScript makes assignments of declarations: whether there is a value, the text that was entered says.
  const hasValue = !origin.isMade || lastExpressions(parse(entered).body).length > 0;
  const values = hasValue ? lastExpressions(script.tree.body) : [];
  for (const it of values) keepValue(it, script.edits, script.names.result);
  // Nobody imports a cell: what it would export has joined the scope, and may be another cell's.
  for (const it of script.tree.body) if (isExportList(it)) script.edits.replace(it, ";");
  addScopeReads(script.scopes, script.edits, script.names, new Set(values.map(({ start }) => start)));
  return script;
}

export function emitCell(file: ScriptFile): CompiledCell {
  const declared = topLevelNames(file);
  const created = createdNames(file);
  const names = [...declared.map(({ name }) => name), ...created];
  const variables = [...declared.filter(isVariable).map(({ name }) => name), ...created];
  return { names, variables, announced: [emitLifted(file)], own: emitOwn(file) };
}

function emitOwn(file: ScriptFile): CompiledModule {
  const out = new Output();
  const { prefix, scope, box, peek, result } = file.names;
  writeOwnRegistration(out, file);
  const lists = JSON.stringify([freeNames(file), createdNames(file)]).slice(1, -1);
  out.write(`const{names:${scope},box:${box},peek:${peek}}=${prefix}.scope.use(${lists});`);
  writeJoin(out, file);
  out.write(`let ${result};export{${result} as ${VALUE}};`);
  file.edits.apply(out, { start: 0, end: file.text.length }, DRIVER_VIEW);
  return moduleOf(file, out);
}

const freeNames = ({ scopes }: ScriptFile): string[] =>
  [...scopes.module.scope.names.values()].filter(({ kind }) => kind === "free").map(({ name }) => name);

/** `x = 5` at the top level makes a variable of a name that nobody has declared, as every console does. */
function createdNames({ scopes, tree }: ScriptFile): string[] {
  const assigned = tree.body.flatMap((it) => (it.type === "ExpressionStatement" ? assignedName(it.expression) : []));
  return assigned.filter((name) => scopes.module.scope.names.get(name)?.inScope === "maybe");
}

function assignedName(node: Node): string[] {
  if (node.type !== "AssignmentExpression" || node.operator !== "=") return [];
  const own = node.left.type === "Identifier" ? [node.left.name] : [];
  return [...own, ...assignedName(node.right)];
}

/** The expressions whose value a list of statements has, as `eval` would give it. */
function lastExpressions(statements: readonly Node[]): Node[] {
  const last = statements.findLast((it) => it.type !== "EmptyStatement" && !isExportList(it));
  switch (last?.type) {
    case "ExpressionStatement":
      return [last.expression];
    case "BlockStatement":
      return lastExpressions(last.body);
    case "TryStatement":
      return childrenOf(last).flatMap((it, i) => (i > 0 && it.type === "BlockStatement" ? [] : lastExpressions([it])));
    case "CatchClause":
    case "IfStatement":
    case "LabeledStatement":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return childrenOf(last).flatMap((it) => lastExpressions([it]));
    default:
      return [];
  }
}

/** `export { a, b as c }`, and `export {}`, which TypeScript puts at the end of what it emits. */
const isExportList = (it: Node): boolean => it.type === "ExportNamedDeclaration" && !it.declaration && !it.source;

/** Outermost of what is put around the node. */
function keepValue(node: At, edits: Edits, result: string): void {
  const { start, end } = node;
  const begin = (out: Output) => {
    out.standFor(start);
    out.write(`${result}=(`);
  };
  const open = { start, end: start, rank: Rank.Open, order: -end - 0.5, text: begin };
  const close = { start: end, end, rank: Rank.Close, order: -start + 0.5, text: ")" };
  for (const edit of [open, close]) edits.add({ ...edit, around: node, when: ({ place }) => place === "driver" });
}
