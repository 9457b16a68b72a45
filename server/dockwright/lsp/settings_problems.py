"""Problems of settings files, shown in these files as problems of any other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dockwright.config.problem_places import located
from dockwright.lsp import uris
from dockwright.lsp.engine import misnamed
from dockwright.lsp.wire import messages
from dockwright.text import Text

if TYPE_CHECKING:
    from dockwright.config.problem_places import Located
    from dockwright.context.settings_files import Found
    from dockwright.lsp.session import Session

ERROR, WARNING = 1, 2


class SettingsProblems:
    """What is shown in settings files, by URI."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shown: dict[str, list[dict[str, Any]]] = {}

    def show(self, found: Found, here: list[Located]) -> None:
        """Show the problems in a file, and tell that there are some; tell of those in the files that it extends."""
        text = Text.of(found.text)
        self._publish(uris.from_path(str(found.place)), [self._diagnostic(text, one) for one in here])
        inside = [one.problem for one in here]
        if fresh := self._session.fresh(inside):
            # Editors cut long messages off.
            self._session.server.show(f"Dockwright: invalid settings in `{found.place.name}`", messages.WARNING)
        for problem in fresh:
            self._session.server.log(f"{found.place}: {problem}", messages.WARNING)
        for problem in self._session.fresh(found.problems):
            file = Path(problem.place or found.place).name
            self._session.server.show(f"Dockwright: {file}: {problem}", messages.WARNING)

    def clear(self) -> None:
        """Forget what is shown: the files are read again."""
        for uri in list(self._shown):
            self._publish(uri, [])

    def _diagnostic(self, text: Text, one: Located) -> dict[str, Any]:
        ends = (text.position(offset, self._session.client.encoding) for offset in one.span)
        start, end = ({"line": line, "character": column} for line, column in ends)
        severity = ERROR if one.is_fatal else WARNING
        message = self._session.say(one.message)
        found = {
            "range": {"start": start, "end": end},
            "severity": severity,
            "source": "dockwright",
            "message": message,
        }
        if one.meant and self._session.client.diagnostic_data:
            title = self._session.say(f"Change to {one.meant}")
            found["data"] = {"title": title, "old": text.slice(one.span), "new": one.meant}
        return found

    def _publish(self, uri: str, diagnostics: list[dict[str, Any]]) -> None:
        if diagnostics != self._shown.pop(uri, []):
            params = {"uri": uri, "diagnostics": diagnostics}
            self._session.server.messages.notify("textDocument/publishDiagnostics", params)
        if diagnostics:
            self._shown[uri] = diagnostics


def problems_in(found: Found) -> list[Located]:
    """The problems of a file that are in itself, including names that no rule has."""
    problems = dict.fromkeys((*found.problems, *misnamed(found.config)))
    if found.place.suffix != ".toml" or not problems:
        return []
    return list(located(found.place.name, Text.of(found.text), problems))
