// The library's types as Monaco wants them: `file:///node_modules/distributed/index.d.ts` and what it imports.
export { default as libraryTypes } from "virtual:distributed-types";
