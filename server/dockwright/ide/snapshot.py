"""A snapshot of a document: text, tree, model and findings, each computed on demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from dockwright.config import Config
from dockwright.context.build_context import Context
from dockwright.findings import engine
from dockwright.findings.engine import Selection
from dockwright.findings.finding import Finding, Group
from dockwright.findings.report import Report
from dockwright.findings.shell.shellcheck_values import Remarks
from dockwright.semantics.base_state import base_state
from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import Tree, parse
from dockwright.text import Edit, Text


class Snapshot:
    """Immutable by convention; `edited` returns the next one and reuses what did not change."""

    def __init__(
        self,
        tree: Tree,
        selection: Selection,
        build_args: Mapping[str, str],
        previous: Model | None = None,
        context: Context | None = None,
        remarks: Remarks | None = None,
    ) -> None:
        self.tree = tree
        self.selection = selection
        self.build_args = build_args
        self.context = context
        """The build context, once it is known; before that, no finding depends on it."""
        self.remarks = remarks
        """ShellCheck's remarks on the scripts, as far as it has been run."""
        self._previous = previous

    @staticmethod
    def of(
        source: str | Text,
        config: Config | Selection | None = None,
        *,
        build_args: Mapping[str, str] | None = None,
        context: Context | None = None,
    ) -> Snapshot:
        """The snapshot of a text; a `Selection` can be shared between documents."""
        selection = config if isinstance(config, Selection) else engine.select(config or Config())
        return Snapshot(parse(source), selection, build_args or {}, context=context)

    def edited(self, edits: Iterable[Edit]) -> Snapshot:
        """The snapshot after edits that are applied one after the other, each to the result of the previous one."""
        tree = self.tree
        for edit in edits:
            tree = tree.edited(edit)
        return Snapshot(tree, self.selection, self.build_args, self._latest_model, self.context, self.remarks)

    def configured(self, selection: Selection, build_args: Mapping[str, str] | None = None) -> Snapshot:
        """The same document with another config."""
        arguments = self.build_args if build_args is None else build_args
        return Snapshot(self.tree, selection, arguments, self._latest_model, self.context, self.remarks)

    def placed(self, context: Context | None) -> Snapshot:
        """The same document with another build context, and the ARG values of the build."""
        given = {name: found.value for name, found in context.args.items()} if context else {}
        if given != self.build_args:
            return Snapshot(self.tree, self.selection, given, self._latest_model, context, self.remarks)
        return self._with(context, self.remarks)

    def remarked(self, remarks: Remarks | None) -> Snapshot:
        """The same document with other remarks of ShellCheck; tree and model are reused."""
        return self._with(self.context, remarks)

    def _with(self, context: Context | None, remarks: Remarks | None) -> Snapshot:
        other = Snapshot(self.tree, self.selection, self.build_args, self._previous, context, remarks)
        if "model" in self.__dict__:
            other.__dict__["model"] = self.model
        return other

    @property
    def _latest_model(self) -> Model | None:
        return self.__dict__.get("model", self._previous)

    @property
    def config(self) -> Config:
        """The current settings."""
        return self.selection.config

    @property
    def text(self) -> Text:
        """The text of the document."""
        return self.tree.text

    @cached_property
    def model(self) -> Model:
        """The semantic model of the document."""
        model = analyse(self.tree, self._previous, build_args=self.build_args, base_state=base_state)
        self._previous = None
        return model

    @cached_property
    def report(self) -> Report:
        """The findings by section; a section stays the same object if nothing in it changed."""
        return engine.report(self.model, self.selection, self.context, self.remarks)

    @cached_property
    def typed_report(self) -> Report:
        """The same where the last edit is a keystroke: what rules about the build said before stays, until a pause."""
        known: Report | None = self.__dict__.get("report")
        return known or engine.report(self.model, self.selection, self.context, self.remarks, typed=True)

    @property
    def groups(self) -> list[Group]:
        """The findings in groups."""
        return self.report.groups()

    @cached_property
    def findings(self) -> list[Finding]:
        """All findings in text order."""
        return self.report.findings()
