// What Enter does after a continued line: VS Code's own configuration of the language has no rules for it.

import { IndentAction, languages, type Disposable } from 'vscode';

const CONTINUED = /^(?!\s*#).*\\[ \t]*$/;

/** Indents below the first line that ends with a backslash, and goes back after the last; `editor.autoIndent` switches it off. */
export function indentOnEnter(): Disposable {
  return languages.setLanguageConfiguration('dockerfile', {
    onEnterRules: [
      { beforeText: /^[^\s#].*\\[ \t]*$/, previousLineText: /^(?!.*\\[ \t]*$)/, action: { indentAction: IndentAction.Indent } },
      { beforeText: /^[ \t]+(?![#\s]).*[^\\\s][ \t]*$/, afterText: /^\s*$/, previousLineText: CONTINUED, action: { indentAction: IndentAction.Outdent } },
    ],
  });
}
