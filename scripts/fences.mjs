// @ts-check
// Examples in declarations, as the page's editor shows them: Monaco sets the text of a tag `@example` as prose, so that lines run
// together and `Channel<number>` loses its brackets. As blocks of code in the text they look like code.

/** @param {string} declarations @returns {string} the same, each `@example` a block of code at its place */
export const fenceExamples = (declarations) =>
  declarations.replace(
    /^([ \t]*\*) @example\b[ \t]*(.*(?:\n[ \t]*\* (?!@).*)*)/gm,
    (_example, /** @type {string} */ star, /** @type {string} */ text) => {
      const code = text.startsWith("\n") ? text : `\n${star} ${text}`;
      return `${star}\n${star} \`\`\`typescript${code}\n${star} \`\`\``;
    },
  );
