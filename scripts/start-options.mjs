// @ts-check
// The options of `npm start`, and whether a browser can be opened here.
import { parseArgs } from "node:util";
import { Trouble } from "./command.mjs";

const USAGE = "npm start takes -- --port N and -- --no-open";
const USUAL_PORT = 4173;

/**
 * @param {readonly string[]} args
 * @returns {{ port: number, portGiven: boolean, open: boolean }}
 * @throws {Trouble} with exit code 2 on an unknown option or a bad port
 */
export function readOptions(args) {
  const { port, open } = parse(args);
  if (port === undefined) return { port: USUAL_PORT, portGiven: false, open };
  const number = /^\d+$/.test(port) ? Number(port) : Number.NaN;
  if (!(number >= 1 && number <= 65_535)) {
    throw new Trouble(`--port wants a whole number from 1 to 65535, not ${JSON.stringify(port)}.`, 2);
  }
  return { port: number, portGiven: true, open };
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    const options = /** @type {const} */ ({ port: { type: "string" }, open: { type: "boolean", default: true } });
    return parseArgs({ args: [...args], options, allowNegative: true }).values;
  } catch (error) {
    const [reason = ""] = String(/** @type {Error} */ (error).message).split(/\n|\. /);
    throw new Trouble(`${reason.replace(/\.$/, "")}: ${USAGE}.`, 2);
  }
}

/**
 * Not in CI, and on Linux only where there is a display.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} platform
 */
export function showsBrowser(env, platform) {
  if (env.CI) return false;
  return platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
