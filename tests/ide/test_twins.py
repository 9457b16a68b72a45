"""No menu has two entries that come to the same, and entries that nearly do say what sets them apart."""

from __future__ import annotations

from dockwright.ide.actions.code_action import actions, resolve
from dockwright.ide.duplicate_actions import change
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Edit, Span, apply, unsnipped
from markers import selection
from refactor_pages import examples


def entries(snapshot: Snapshot, span: Span) -> list[tuple[str, str]]:
    """The title of each entry that changes the document, and the text it leaves."""
    found = []
    for action in actions(snapshot, span):
        made = resolve(snapshot, span, action.key) if action.key else action
        if action.disabled or made is None or made.addition or not (made.edits or made.snippets):
            continue
        edits = [*made.edits, *(Edit(edit.span, unsnipped(edit.new)) for edit in made.snippets)]
        found.append((action.title, apply(snapshot.text.string, edits)))
    return found


def test_no_two_entries_of_a_menu_come_to_the_same() -> None:
    for example in examples():
        found = [
            (title, text)
            for title, text in entries(example.snapshot, example.span)
            if "everywhere" not in title and not title.startswith("Fix all")
        ]
        texts = {text: title for title, text in found}
        assert len(texts) == len(found), (example.page, example.number, [title for title, _ in found])


def test_what_mends_more_than_the_fix_says_so() -> None:
    source, span = selection("FROM debian:12\nRUN apt-get update && apt-get <|>install -y a && apt-get install -y b\n")
    titles = [title for title, _ in entries(Snapshot.of(source), Span(15, len(source)))]
    assert "Add `--no-install-recommends`" in titles
    assert "Install no recommended packages, in 2 commands (name those that the image needs)" in titles
    source, span = selection("FROM debian:12\nRUN apt-get update && apt-get <|>install -y a\n")
    titles = [title for title, _ in entries(Snapshot.of(source), span)]
    assert [title for title in titles if "recommend" in title] == ["Add `--no-install-recommends`"]


def test_a_fix_of_the_line_stands_for_the_refactoring_that_does_the_same() -> None:
    source, span = selection("FROM debian:12\nMAINTAINER me<|>\nRUN x\n")
    (found,) = (action for action in actions(Snapshot.of(source), span) if "label" in action.title)
    assert (found.title, found.kind) == ("Replace with a label (the image's author field stays empty)", "quickfix")
    (asked,) = (action for action in actions(Snapshot.of(source), span, ("refactor",)) if "label" in action.title)
    assert asked.kind == "refactor.rewrite.maintainer.toLabel"


def test_everywhere_is_more_than_what_is_selected() -> None:
    source = "FROM debian:12\nENV A b c\nENV D e\n"
    assert not [one for one in actions(Snapshot.of(source), Span(0, len(source))) if "everywhere" in one.title]


def test_a_change_is_told_however_its_edits_are_cut() -> None:
    text = Snapshot.of("FROM a\nRUN x  y\n").text
    assert change(text, [Edit(Span(11, 15), "x z")]) == change(text, [Edit(Span(12, 13), ""), Edit(Span(14, 15), "z")])
    assert change(text, [Edit(Span(11, 12), "a")]) != change(text, [Edit(Span(11, 12), "b")])
