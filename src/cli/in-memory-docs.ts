// For tests: the documentation of what the library exports, read from the source as an editor reads it: the comment over the
// first declaration, here or in the file that it is exported from.
import { readFileSync } from "node:fs";
import ts from "typescript5";

export interface Documented {
  readonly name: string;
  /** Functions and classes can be called; types only describe. */
  readonly kind: "value" | "type";
  /** "" where there is none. */
  readonly text: string;
  readonly examples: readonly string[];
}

const DOOR = new URL("../distributed/index.ts", import.meta.url);

/** Each name once: of a class that is a type, too, as a value; of a function the overload that comes first. */
export function documentedExports(): Documented[] {
  const found = parse(DOOR).statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return reexported(statement);
    return isExported(statement) ? declared(statement) : [];
  });
  return [...new Set(found.map(({ name }) => name))].map((name) => firstOf(found, name)!);
}

function reexported({ exportClause, moduleSpecifier, isTypeOnly }: ts.ExportDeclaration): Documented[] {
  if (!exportClause || !ts.isNamedExports(exportClause) || !moduleSpecifier) {
    throw new Error("index.ts exports by `export { name } from` only");
  }
  const there = parse(new URL((moduleSpecifier as ts.StringLiteral).text, DOOR)).statements.flatMap(declared);
  return exportClause.elements.map(({ name, propertyName, ...element }) => {
    const first = firstOf(there, (propertyName ?? name).text);
    if (!first) throw new Error(`index.ts exports ${name.text}, which is not declared where it comes from`);
    return { ...first, name: name.text, kind: isTypeOnly || element.isTypeOnly ? "type" : first.kind };
  });
}

function firstOf(found: readonly Documented[], name: string): Documented | undefined {
  const named = found.filter((one) => one.name === name);
  return named.find(({ kind }) => kind === "value") ?? named[0];
}

/** What a statement declares, each overload by itself. */
function declared(statement: ts.Statement): Documented[] {
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => documented(name.getText(), statement, "value"));
  }
  if (!isType && !ts.isFunctionDeclaration(statement) && !ts.isClassDeclaration(statement)) return [];
  return [documented(statement.name?.text ?? "", statement, isType ? "type" : "value")];
}

function documented(name: string, statement: ts.Statement, kind: Documented["kind"]): Documented {
  const comments = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  const examples = comments.flatMap(({ tags }) => [...(tags ?? [])].filter((tag) => tag.tagName.text === "example"));
  return {
    name,
    kind,
    text: comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join("\n"),
    examples: examples.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? ""),
  };
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

const parse = (file: URL): ts.SourceFile =>
  ts.createSourceFile(file.pathname, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
