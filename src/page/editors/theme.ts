// Monaco's two themes, made from the tokens of `tokens.css` so that both draw from one source, and the names by which our
// colouring of TypeScript (`coloring.ts`) asks for them.
import type { editor } from "monaco-editor/editor";

/** Token class -> custom property. */
const RULES: readonly (readonly [token: string, property: string])[] = [
  ["", "--code-ink"],
  ["comment", "--code-comment"],
  ["keyword", "--code-keyword"],
  ["string", "--code-string"],
  ["regexp", "--code-string"],
  ["number", "--code-number"],
  ["type", "--code-type"],
  ["identifier.call", "--code-call"],
  ["delimiter", "--code-punct"],
  ["delimiter.interpolation", "--code-ink"],
];

const COLORS: readonly (readonly [color: string, property: string])[] = [
  ["editor.background", "--paper"],
  ["editor.foreground", "--code-ink"],
  ["editorLineNumber.foreground", "--code-gutter"],
  ["editorLineNumber.activeForeground", "--code-gutter"],
  ["scrollbarSlider.background", "--line"],
  ["scrollbarSlider.hoverBackground", "--line-strong"],
  ["scrollbarSlider.activeBackground", "--control"],
  ["editor.lineHighlightBackground", "--code-line"],
  ["editor.selectionBackground", "--select"],
  ["editorCursor.foreground", "--ink"],
  ["editorError.foreground", "--fail"],
  ["editorWarning.foreground", "--ember"],
  ["editorWidget.background", "--paper"],
  ["widget.border", "--line-strong"],
  ["editorWidget.border", "--line-strong"],
  ["editorHoverWidget.background", "--paper"],
  ["editorHoverWidget.border", "--line-strong"],
  ["editorHoverWidget.foreground", "--ink"],
  ["editorHoverWidget.highlightForeground", "--link"],
  ["textLink.foreground", "--link"],
  ["editorSuggestWidget.background", "--paper"],
  ["editorSuggestWidget.border", "--line-strong"],
  ["editorSuggestWidget.selectedBackground", "--select"],
  ["editorSuggestWidget.selectedForeground", "--ink"],
  ["editorSuggestWidget.highlightForeground", "--link"],
  ["editorSuggestWidget.focusHighlightForeground", "--link"],
  ["focusBorder", "--focus"],
  ["menu.background", "--paper"],
  ["menu.foreground", "--ink"],
  ["menu.border", "--line-strong"],
  ["menu.separatorBackground", "--line"],
  ["menu.selectionBackground", "--select"],
  ["menu.selectionForeground", "--ink"],
  ["quickInput.background", "--paper"],
  ["quickInputList.focusBackground", "--select"],
  ["quickInputList.focusForeground", "--ink"],
  ["list.hoverBackground", "--hover"],
  ["input.background", "--paper"],
  ["input.border", "--control"],
];

/** The theme of the tokens that are in force now. */
export function themeFromTokens(base: "vs" | "vs-dark"): editor.IStandaloneThemeData {
  const style = getComputedStyle(document.documentElement);
  const color = (property: string): string => sixDigits(style.getPropertyValue(property).trim());
  return {
    base,
    inherit: true,
    rules: RULES.map(([token, property]) => ({ token, foreground: color(property).slice(1) })),
    colors: {
      ...Object.fromEntries(COLORS.map(([name, property]) => [name, color(property)])),
      "editorOverviewRuler.border": "#00000000",
      "scrollbar.shadow": "#00000000",
      "editorStickyScroll.shadow": "#00000000",
    },
  };
}

/** Monaco's token colours must have six digits; the build's minifier shortens `#ffffff`. */
const sixDigits = (color: string): string => color.replace(/^#(\w)(\w)(\w)$/, "#$1$1$2$2$3$3");
