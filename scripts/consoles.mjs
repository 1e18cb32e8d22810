// @ts-check
// One check over what all consoles showed in the end-to-end tests: a person must never see how modules are loaded, nor a
// position outside the files they wrote. e2e/fixtures.ts writes the file: "### title", then lines indented by two spaces.

const FORBIDDEN = [/\bblob:/, /\bdata:/, /DataCloneError/];
/** Something like a file with line and column; a time of day has neither dot nor slash in its first part. */
const POSITION = /([^\s()@"'`]*[./][^\s()@"'`]*):\d+:\d+/g;
const USER_FILE = /^(\.\/)?[\w-]+\.(ts|json)$/;

/**
 * @param {string} text of test-results/consoles.txt
 * @returns {string[]} each bad line with the test that showed it
 */
export function badConsoleLines(text) {
  let title = "";
  /** @type {string[]} */
  const bad = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("### ")) title = line.slice(4);
    else if (isBad(line)) bad.push(`${title}: ${line.trim()}`);
  }
  return bad;
}

/** @param {string} line */
function isBad(line) {
  if (FORBIDDEN.some((pattern) => pattern.test(line))) return true;
  return [...line.matchAll(POSITION)].some(([, file = ""]) => !USER_FILE.test(file));
}
