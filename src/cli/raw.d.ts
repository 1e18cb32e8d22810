// Served by the build: the text of the module "tslib".
declare module "tslib/tslib.es6.mjs?raw" {
  const text: string;
  export default text;
}
