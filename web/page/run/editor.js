// Where Python is typed: CodeMirror, in the page's colours. Tab leaves it, as it leaves every other field.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null], color: "var(--lesson-accent)" },
  { tag: tags.string, color: "var(--lesson-right)" },
  { tag: tags.number, color: "var(--lesson-negative)" },
  { tag: tags.definition(tags.variableName), color: "var(--lesson-positive)" },
  { tag: tags.comment, color: "var(--lesson-muted)", fontStyle: "italic" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--lesson-ink)", backgroundColor: "var(--lesson-background)" },
  "&.cm-focused": { outline: "3px solid var(--lesson-accent)", outlineOffset: "1px" },
  ".cm-content": {
    fontFamily: "var(--lesson-mono, ui-monospace, monospace)",
    caretColor: "var(--lesson-ink)",
    padding: "0.6em 0",
  },
  ".cm-line": { padding: "0 0.8em" },
  ".cm-cursor": { borderLeftColor: "var(--lesson-ink)" },
});

/** @typedef {ReturnType<typeof makeEditor>} Editor */

/**
 * `label`: its accessible name; `changed(text)` after each change; `run()` on Ctrl+Enter and Shift+Enter.
 * @param {HTMLElement} parent
 * @param {string} text
 * @param {{ label: string, changed: (text: string) => void, run: () => void }} options
 */
export function makeEditor(parent, text, { label, changed, run }) {
  const root = parent.attachShadow({ mode: "open" }); // there its styles need no <style>, which a strict policy forbids
  const pressed = () => {
    run();
    return true;
  };
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        bracketMatching(),
        python(),
        indentUnit.of("    "),
        syntaxHighlighting(COLOURS),
        LOOK,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label }),
        EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
        keymap.of([
          ...["Mod-Enter", "Shift-Enter"].map((key) => ({ key, run: pressed })),
          ...defaultKeymap,
          ...historyKeymap,
        ]),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(written) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: written } });
    },
    focus: () => view.focus(),
  };
}
