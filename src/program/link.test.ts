// Links, in and out: the golden file (written by another implementation of deflate and CRC-32, decoded for ever), what chats
// do to links, cuts and changed characters at every place, and programs made at random.
import { deflateSync, strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { toBase64url } from "./base64url.ts";
import { crc32 } from "./crc32.ts";
import { EXAMPLES, isShippedAsset, STARTER } from "./examples/catalog.ts";
import golden from "./link.golden.json";
import { encodeLink, fragmentOf, type LinkResult, parseLink } from "./link.ts";
import type { Program } from "./program.ts";

const SITE = { examples: EXAMPLES, isShippedAsset };
const parse = (link: string): LinkResult => parseLink(link, SITE);

/** The program of F-27 of the field cases, in two files. */
const FIZZ: Program = {
  files: {
    "functions.ts": 'export const share = (x: number) => x % 3 === 0 ? "fizz (#3)" : `|${x}|`;\n',
    "driver.ts":
      'import { pmap, range } from "distributed";\nimport { share } from "./functions";\nconsole.log(await pmap(share, range(1, 6)));\n',
  },
  assets: {},
};
const FORMAT_0 = fragment(FIZZ);
const PLAIN = plain(FIZZ);

function fragment(program: Program): string {
  const link = encodeLink(program, { examples: [] });
  if ("tooLong" in link) throw new Error(`too long: ${JSON.stringify(link)}`);
  return link.fragment;
}

function plain({ files }: Program): string {
  return `#functions=${encodeURIComponent(files["functions.ts"]!)}&driver=${encodeURIComponent(files["driver.ts"]!)}`;
}

function programOf(result: LinkResult): Program {
  if (result.kind !== "program") throw new Error(`no program: ${JSON.stringify(result)}`);
  return result.program;
}

function reasonOf(result: LinkResult): string {
  return result.kind === "problem" ? result.reason.code : result.kind;
}

/** A format 0 link of bytes that no writer of ours would put into one. */
function handmade(text: string): string {
  const bytes = strToU8(text);
  const sum = crc32(bytes);
  return `#0/${toBase64url(new Uint8Array([sum >>> 24, sum >>> 16, sum >>> 8, sum, ...deflateSync(bytes)]))}z`;
}

/** Numbers from 0 to 1, the same ones in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let n = Math.imul(state ^ (state >>> 15), 1 | state);
    n = (n + Math.imul(n ^ (n >>> 7), 61 | n)) ^ n;
    return ((n ^ (n >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("the golden file", () => {
  it.each(golden)("parseLink() opens $name", ({ link, program }) => {
    const read = programOf(parse(link));
    expect(read).toEqual(program);
    expect(Object.keys(read.files)).toEqual(Object.keys(program.files));
  });

  it.each(golden)("parseLink() opens what encodeLink() writes of $name", ({ program }) => {
    expect(programOf(parse(fragment(program as unknown as Program)))).toEqual(program);
  });

  it("crc32() is the zip's: 0xcbf43926 for the digits 1 to 9", () => {
    expect(crc32(strToU8("123456789"))).toBe(0xcbf43926);
  });
});

describe("encodeLink()", () => {
  it.each(EXAMPLES)("gives the unmodified example $slug its name", ({ slug, program }) => {
    const reordered = { ...program, files: Object.fromEntries(Object.entries(program.files).reverse()) };
    expect(encodeLink(program, SITE)).toEqual({ fragment: `#ex/${slug}` });
    expect(encodeLink(reordered, SITE)).toEqual({ fragment: `#ex/${slug}` });
    expect(parse(`#ex/${slug}`)).toEqual({ kind: "example", slug });
  });

  it("packs an example whose text, files or assets were changed", () => {
    const { files } = STARTER.program;
    const text = { ...STARTER.program, files: { ...files, "driver.ts": `${files["driver.ts"]}\n` } };
    const file = { ...STARTER.program, files: { ...files, "more.ts": "" } };
    const asset = { ...STARTER.program, assets: { "moby-dick.txt": "examples/word-count/moby-dick.txt" } };
    for (const program of [text, file, asset]) {
      const link = encodeLink(program, SITE);
      expect(link).toEqual({ fragment: expect.stringMatching(/^#0\/[\w-]+z$/) });
      expect(programOf(parse((link as { fragment: string }).fragment))).toEqual(program);
    }
  });

  it("gives the starter a link under 600 characters in format 0", () => {
    expect(fragment(STARTER.program).length).toBeLessThan(600);
  });

  it("leaves assets out when there are none", () => {
    expect(fragment({ ...FIZZ, assets: {} })).toBe(FORMAT_0);
    expect(handmade(JSON.stringify({ files: FIZZ.files })).length).toBeLessThan(FORMAT_0.length + 20);
  });

  it("refuses a program above 1 MiB of text, and one whose link would be above 65,536 characters", () => {
    const repeated = { files: { "driver.ts": "// again\n".repeat(120_000) }, assets: {} };
    expect(encodeLink(repeated, SITE)).toEqual({
      tooLong: { unit: "bytes", limit: 1_048_576, wanted: expect.any(Number) },
    });
    const next = random(1);
    const noise = Array.from({ length: 60_000 }, () => String.fromCharCode(0x21 + Math.floor(next() * 90))).join("");
    const { tooLong } = encodeLink({ files: { "driver.ts": noise }, assets: {} }, SITE) as {
      tooLong: { wanted: number };
    };
    expect(tooLong).toMatchObject({ unit: "characters", limit: 65_536 });
    expect(tooLong.wanted).toBeGreaterThan(65_536);
  });
});

describe("every program comes back as it was", () => {
  const pieces = [
    "\r\n",
    "\n",
    "\r",
    "🐝",
    "\ufeff",
    "\u2028",
    "\0",
    "%41",
    "%",
    "+",
    "&",
    "=",
    "#",
    ")",
    '"',
    "`${",
    "ñ",
    "\\u",
    "a",
  ];
  const next = random(27);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const text = (more: readonly string[] = []) =>
    Array.from({ length: Math.floor(next() * 12) }, () => pick([...pieces, ...more])).join("");
  const lone = ["\ud83d", "\udc1d"];

  it("encodeLink() and parseLink() undo each other for 500 random programs, lone surrogates included", () => {
    for (let n = 0; n < 500; n++) {
      const names = ["driver.ts", "functions.ts", "Ñ & más.json", "constructor", "words.json"].filter(
        () => next() < 0.6,
      );
      const files = Object.fromEntries(names.map((name) => [name, text(lone)]));
      const assets: Record<string, string> =
        next() < 0.3 ? { "moby-dick.txt": "examples/word-count/moby-dick.txt" } : {};
      expect(programOf(parse(fragment({ files, assets })))).toEqual({ files, assets });
    }
  });

  it("parseLink() opens 500 random plain links", () => {
    for (let n = 0; n < 500; n++) {
      // The end of a statement last: behind other text a mark like ")" can be the author's or a chat's.
      const files = { "functions.ts": text(), "driver.ts": `${text()};\n` };
      expect(programOf(parse(plain({ files, assets: {} })))).toEqual({ files, assets: {} });
    }
  });
});

describe("F-27: links that chats and trackers have changed", () => {
  const encodeLetters = (link: string) =>
    `#${link.slice(1).replace(/[a-z]/gi, (letter) => `%${letter.charCodeAt(0).toString(16)}`)}`;
  const encodeAll = (link: string) =>
    `#${[...link.slice(1)].map((character) => `%${character.charCodeAt(0).toString(16)}`).join("")}`;
  const links = [
    ["format 0", FORMAT_0, { program: FIZZ }],
    ["plain", PLAIN, { program: FIZZ }],
    ["an example", "#ex/word-count", { kind: "example", slug: "word-count" }],
  ] as const;

  describe.each(links)("%s", (_, link, right) => {
    it.each([
      ["(a) with all letters percent-encoded", encodeLetters(link)],
      ["(a) with all characters percent-encoded", encodeAll(link)],
      ["(a) encoded once more by encodeURIComponent", `#${encodeURIComponent(link.slice(1))}`],
      ["(a) encoded twice more by encodeURIComponent", `#${encodeURIComponent(encodeURIComponent(link.slice(1)))}`],
      ["(a) encoded once more by encodeURI", `#${encodeURI(link.slice(1))}`],
      ["(d) with a full stop behind it", `${link}.`],
      ["(d) with a bracket behind it", `${link})`],
      ["(d) with a bracket and a full stop behind it", `${link}).`],
      ["(d) with a comma behind it", `${link},`],
      ["(f) in angle brackets", `${link}>`],
      ["(f) in angle brackets that the browser has encoded", `${link}%3E`],
      ["(a) and (d) at once", `${encodeLetters(link)})`],
    ])("parseLink() opens it %s", (_, changed) => {
      expect(parse(changed)).toMatchObject(right);
    });

    it.each([
      ["as it is", (link: string) => `https://panal.example/${link}`],
      ["(b) with a query before the #", (link: string) => `https://panal.example/?utm_source=x${link}`],
      ["(c) with %23 for # in the path", (link: string) => `https://panal.example/${link.replace("#", "%23")}`],
      ["(c) with %23 for # in the query", (link: string) => `https://panal.example/?p=4${link.replace("#", "%23")}`],
      ["(c) with %2523 for #", (link: string) => `https://panal.example/${link.replace("#", "%2523")}`],
      ["(f) wrapped in <…>", (link: string) => `<https://panal.example/?p=4${link}>`],
    ])("fragmentOf() finds it in a URL %s", (_, url) => {
      expect(parse(fragmentOf(url(link)))).toMatchObject(right);
    });
  });

  it("(e) parseLink() says that format 0 was cut, wherever it was", () => {
    for (let length = 3; length < FORMAT_0.length; length++) {
      expect(reasonOf(parse(FORMAT_0.slice(0, length)))).toBe("cutOff");
    }
  });

  it("(e) parseLink() says that a plain link was cut, unless whole statements are left", () => {
    for (let length = 2; length < PLAIN.length; length++) {
      const result = parse(PLAIN.slice(0, length));
      if (result.kind !== "program") expect(reasonOf(result)).toBe("cutOff");
      else if (!result.mayBeCut) expect(result.program.files["driver.ts"]).toMatch(/[;)]\n?$|^$/);
    }
    // Two thirds end behind the "i" of an import: no string or bracket is open, so it opens, with the warning.
    expect(parse(PLAIN.slice(0, Math.round((PLAIN.length * 2) / 3)))).toMatchObject({
      kind: "program",
      mayBeCut: true,
    });
    expect(parse(PLAIN)).toMatchObject({ kind: "program", mayBeCut: false });
  });

  it.each([
    ["no", 'console.log("(")'],
    ["no", "const x = 1; // and (so on"],
    ["no", "text.split(/[(]/);\n"],
    ["maybe", "let x = (1 + ;\n"],
    ["maybe", "export const f = () => {\n"],
    ["no", "let n = 1\n"],
    ["no", "f() // twice"],
    ["maybe", "f();\nconsole.lo"],
    ["maybe", 'const s = x > 0 ? "a"'],
    ["maybe", "const x = 1"],
    ["maybe", 'throw "no"'],
    ["maybe", "export default 3"],
    ["maybe", "console.log(1) + 2"],
    ["yes", "console.log(1, 2"],
    ["yes", "let s = `a"],
    ["yes", "/* so it"],
    ["yes", 'import { pmap } from "distr'],
    ["yes", "import { pmap } fr"],
    ["no", ""],
  ])("parseLink() answers %s to: was a plain link cut that ends with %j?", (answer, driver) => {
    const result = parse(`#driver=${encodeURIComponent(driver)}`);
    if (answer === "yes") expect(reasonOf(result)).toBe("cutOff");
    else expect(result).toMatchObject({ program: { files: { "driver.ts": driver } }, mayBeCut: answer === "maybe" });
  });

  it("parseLink() opens a plain link that ends with a functions file without a newline, and says that it may be cut", () => {
    const link = (functions: string) => parse(`#driver=f()%3B&functions=${encodeURIComponent(functions)}`);
    expect(link("export const f = () => 1 + 1")).toMatchObject({ kind: "program", mayBeCut: true });
    expect(link("")).toMatchObject({ program: { files: { "functions.ts": "" } }, mayBeCut: false });
    expect(reasonOf(link("export const f = (a"))).toBe("cutOff");
  });

  it("fragmentOf() takes %23 for # only where something of ours follows", () => {
    expect(fragmentOf("https://panal.example/?q=%23ex-julia")).toBe("");
    expect(fragmentOf("https://panal.example/")).toBe("");
    expect(fragmentOf("https://panal.example/#")).toBe("");
  });

  it("parseLink() keeps the marks behind a plain link that its author wrote", () => {
    for (const driver of [
      "console.log((1))",
      'console.log(":)")',
      'f(g(":)"))',
      "f(\n  1,\n)",
      "pmap(f, [1, 2], () => {})",
      "f(/\\)/, {})",
      "// to be continued...",
      "const x = [1, [2]]",
      "let a = b > c; // see (1).",
      "f(`a)`)",
    ]) {
      expect(programOf(parse(`#driver=${encodeURIComponent(driver)}`)).files["driver.ts"]).toBe(driver);
    }
  });

  it("parseLink() opens plain links that HTML or a trailing & has touched", () => {
    expect(programOf(parse(PLAIN.replace("&", "&amp;")))).toEqual(FIZZ);
    expect(programOf(parse(`${PLAIN}&`))).toEqual(FIZZ);
  });

  it("parseLink() opens format 0 with a tracker's parameters behind it", () => {
    expect(programOf(parse(`${FORMAT_0}?utm_source=mail&x=1`))).toEqual(FIZZ);
    expect(programOf(parse(`${FORMAT_0}&fbclid=zzz`))).toEqual(FIZZ);
  });
});

describe("a link that is wrong gives a problem, never other code", () => {
  it("parseLink() gives the program or a problem for every changed character of format 0", () => {
    for (let at = 1; at < FORMAT_0.length; at++) {
      for (const other of ["A", "z", "_", "-", "7", "%", "/", ".", "&", " ", "é"]) {
        const result = parse(FORMAT_0.slice(0, at) + other + FORMAT_0.slice(at + 1));
        if (result.kind === "program") expect(result.program).toEqual(FIZZ);
        else expect(result.kind).toBe("problem");
      }
    }
  });

  it("parseLink() gives the program or a problem where a character was lost or added", () => {
    for (let at = 4; at < FORMAT_0.length; at++) {
      for (const changed of [
        FORMAT_0.slice(0, at) + FORMAT_0.slice(at + 1),
        `${FORMAT_0.slice(0, at)}Q${FORMAT_0.slice(at)}`,
      ]) {
        const result = parse(changed);
        if (result.kind === "program") expect(result.program).toEqual(FIZZ);
        else expect(result.kind).toBe("problem");
      }
    }
  });

  it("parseLink() throws at nothing", () => {
    const next = random(99);
    const alphabet = [
      "#",
      "%",
      "0/",
      "ex/",
      "driver=",
      "functions=",
      "&",
      "=",
      "z",
      "%E2",
      "%zz",
      "\ud800",
      "`",
      "/*",
      "(",
      ")",
      "9/",
      "\n",
    ];
    for (let n = 0; n < 5000; n++) {
      const link = Array.from(
        { length: Math.floor(next() * 9) },
        () => alphabet[Math.floor(next() * alphabet.length)],
      ).join("");
      expect(parse(`#${link}`).kind).toMatch(/^(none|program|example|problem)$/);
      expect(typeof fragmentOf(link)).toBe("string");
    }
  });

  it("parseLink() and fragmentOf() get through links of 65,536 characters made to be slow", () => {
    for (const unit of [
      "/*",
      '\\"',
      "`${",
      "))",
      ";)",
      "//",
      "(/",
      "\nimport a",
      " ",
      "%25",
      "_",
      "a/",
      ", /[",
      "&a=",
      "%23",
    ]) {
      const long = unit.repeat(65_000 / unit.length);
      for (const link of [
        `driver=${long}`,
        `driver=${long}%0A)`,
        `driver=${encodeURIComponent(long)}`,
        `0/${long}a`,
        long,
      ]) {
        expect(parse(link.slice(0, 65_536)).kind).toMatch(/^(program|problem)$/);
        expect(typeof fragmentOf(link)).toBe("string");
      }
    }
  });

  it.each([
    ["no fragment", "", "none"],
    ["a lone #", "#", "none"],
    ["an example that is not there", "#ex/no-such", "unknownExample"],
    ["an example without a name", "#ex/", "unknownExample"],
    ["a newer format", "#1/primes/AAAAz", "newerFormat"],
    ["a format of another kind", "#zip/AAAA", "newerFormat"],
    ["a body with something foreign inside", "#0/AAAA*AAAAz", "damaged"],
    ["a right sum and no JSON", handmade("hello"), "damaged"],
    ["a right sum and no program", handmade('{"files":{"driver.ts":1}}'), "damaged"],
    ["a file that would leave its folder", handmade('{"files":{"../x.ts":""}}'), "damaged"],
    ["a file named __proto__", handmade('{"files":{"__proto__":"x"}}'), "damaged"],
    ["assets that are a list", handmade('{"files":{},"assets":["x"]}'), "damaged"],
    ["a percent sign that begins no escape", "#driver=a%zz;%0A", "malformed"],
    ["bytes that are not UTF-8", "#driver=%E9%0Alet&functions=x", "malformed"],
    ["half an escape at the end", "#driver=let%20a%", "cutOff"],
    ["half a character at the end", "#driver=let%20a%E2%80", "cutOff"],
    ["no driver", "#functions=let%20a%3B", "cutOff"],
    ["half a name at the end", "#functions=let%20a%3B&dri", "cutOff"],
    ["code with its own & in the open", "#driver=a && b", "malformed"],
    ["a part of no known name", "#driver=a%3B&colour=red", "malformed"],
    ["the same file twice", "#driver=a%3B&driver=b%3B", "malformed"],
    ["an asset of another site", "#driver=a%3B&asset:x=https%3A%2F%2Fother.example%2Fx", "assetNotShipped"],
    ["an asset outside of the site's", handmade('{"files":{},"assets":{"x":"../secret.txt"}}'), "assetNotShipped"],
    ["a fragment above 65,536 characters", `#driver=${"a".repeat(65_536)}`, "tooBig"],
    ["something else", "#chapter-3", "unknown"],
    ["the first characters of a link", "#drive", "cutOff"],
  ])("parseLink() of %s gives its own answer", (_, link, answer) => {
    expect(reasonOf(parse(link))).toBe(answer);
  });

  it("parseLink() names what is wrong", () => {
    expect(parse("#ex/no-such")).toEqual({ kind: "problem", reason: { code: "unknownExample", slug: "no-such" } });
    expect(parse("#7/x")).toEqual({ kind: "problem", reason: { code: "newerFormat", format: "7" } });
    expect(parse("#driver=ab%zzcd;%0A")).toEqual({ kind: "problem", reason: { code: "malformed", near: "%zzcd;%0A" } });
    expect(parse("#driver=a%3B&asset:x=y.txt")).toEqual({
      kind: "problem",
      reason: { code: "assetNotShipped", name: "x", path: "y.txt" },
    });
  });

  it("parseLink() stops inflating a bomb just above 1 MiB", () => {
    const bomb = handmade(`{"files":{"driver.ts":"${" ".repeat(40_000_000)}"}}`);
    expect(bomb.length).toBeLessThan(65_536);
    expect(parse(bomb)).toEqual({ kind: "problem", reason: { code: "tooBig", unit: "bytes", limit: 1_048_576 } });
  });
});
