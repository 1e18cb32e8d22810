// A file's text instead of what it exports: Vite and Vitest read `?raw` so. Narrower than Vite's own declaration, which
// would bring the document's types along.
declare module "*.ts?raw" {
  const text: string;
  export default text;
}
