"""The packages in one command: one per line, sorted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite
from dockwright.refactors.kit.shell_text import STEP, UNREADABLE, ShellText, calls, shell_texts
from dockwright.semantics.commands.packages import Invocation
from dockwright.semantics.model import Model
from dockwright.syntax.shell import Word
from dockwright.text import Edit, Span

_BLANK = re.compile(r"(?:[ \t]|\\\n)+")
_VERSION_ONLY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_:-]*[=<>~@/]")
_FOLLOWS = re.compile(r"[ \t]*(&&|;)[ \t]*(?=\S)")


class Item(NamedTuple):
    """The content of one line of the list."""

    text: str
    comments: tuple[str, ...]
    movable: bool
    on_new_line: bool
    order: tuple[str, str]


def rewrite_lists(model: Model, selection: Span, title: str, *, sort: bool) -> Answer:
    """Write the selected lists one package per line; with `sort`, sorted and without duplicates."""
    edits: list[Edit] = []
    refusal: Refusal | None = None
    for text in shell_texts(model, selection):
        for call in calls(text, selection):
            if call.action != "install" or len(call.packages) < 2:
                continue
            found = _rewritten(text, call, sort=sort)
            if isinstance(found, Refusal):
                refusal = refusal or found
            else:
                edits += found
    return Rewrite(title, tuple(edits)) if edits else refusal


def _rewritten(text: ShellText, call: Invocation, *, sort: bool) -> list[Edit] | Refusal:
    words = call.command.words
    places = [index for index, word in enumerate(words) if any(word is package.word for package in call.packages)]
    first, last = places[0], places[-1]
    reason = _obstacle(text, call, words[first - 1 : last + 1], sort=sort)
    if reason:
        return Refusal(reason)
    start = words[first - 1].span.end
    area = Span(text.source(Span(start, start)).start, text.source(words[last].span).end)
    items = _items(text, call, words[first - 1 : last + 1], area)
    if sort:
        if _is_heading(items):
            return Refusal("A comment above several packages may be about one or all of them")
        ordered = _sorted(items)
        if ordered == items:
            return []
        items = ordered
    base, indent = _indents(text, call, words[first], area)
    end = text.line_end
    new = "".join(
        f" {text.escape}{end}" + "".join(f"{indent}{comment}{end}" for comment in item.comments) + indent + item.text
        for item in items
    )
    if not sort and all(item.on_new_line for item in items):
        return []
    return [Edit(area, new), *_tail(text, words[last].span.end, base)]


def _obstacle(text: ShellText, call: Invocation, words: tuple[Word, ...], *, sort: bool) -> str:
    body = text.body
    if body.script.has_errors:
        return UNREADABLE
    if sort and not call.manager.any_order:
        return f"The order of arguments matters to `{call.manager.name}`; another may install something else"
    gaps = [body.text[before.span.end : after.span.start] for before, after in pairwise(words)]
    if not all(_BLANK.fullmatch(gap) for gap in gaps):
        return "There is a redirection among the packages"
    if any("\n" in word.text or text.escape in word.text for word in words[1:]):
        return "A package name is escaped or spans several lines"
    if text.in_heredoc and "\r" in body.text:
        return "The shell would read the carriage returns of these lines as part of the names"
    return ""


def _items(text: ShellText, call: Invocation, words: tuple[Word, ...], area: Span) -> list[Item]:
    comments = [comment for comment in text.run.comments if area.start <= comment.span.start < area.end]
    if text.in_heredoc:
        comments = []
    string = text.model.tree.text.string
    items: list[Item] = []
    held = _may_take_value(call, words[0])
    end = area.start
    for word in words[1:]:
        start = text.source(word.span).start
        on_new_line = "\n" in string[end:start]
        end = text.source(word.span).end
        above = tuple(string[item.span.start : item.span.end] for item in comments if item.span.start < start)
        comments = comments[len(above) :]
        is_package = any(word is package.word for package in call.packages)
        named = word.literal is not None or bool(_VERSION_ONLY.match(word.text.lstrip('"')))
        keeps = call.manager.modifier.fullmatch(word.text) if call.manager.modifier else None
        movable = is_package and named and not keeps and not held
        # a variable may end in an option that takes the next word as its value
        held = not named if is_package else _may_take_value(call, word)
        if items and not is_package and not items[-1].movable and not above and not _is_package(items[-1], call):
            items[-1] = items[-1]._replace(text=f"{items[-1].text} {word.text}")
        else:
            items.append(Item(word.text, above, movable, on_new_line, _order(word)))
    return items


def _may_take_value(call: Invocation, word: Word) -> bool:
    """Whether a word is a long option that may take a value."""
    text = word.text
    return len(text) > 2 and text.startswith("--") and "=" not in text and text not in call.manager.switches


def _is_package(item: Item, call: Invocation) -> bool:
    return any(item.text == package.word.text for package in call.packages)


def _order(word: Word) -> tuple[str, str]:
    name = word.text.strip("\"'") if word.literal is None else word.literal
    return name.casefold(), name


def _is_heading(items: list[Item]) -> bool:
    """Whether a comment is followed by more than one package before the next comment or fixed item."""
    following = 0
    counting = False
    for item in items:
        counting = bool(item.comments) or (counting and item.movable)
        following = 1 if item.comments else following + 1
        if counting and following > 1:
            return True
    return False


def _sorted(items: Iterable[Item]) -> list[Item]:
    """Sort each run of movable items and remove duplicates; the other items stay in place."""
    found: list[Item] = []
    waiting: list[Item] = []
    for item in [*items, None]:
        if item is not None and item.movable:
            waiting.append(item)
            continue
        once: dict[str, Item] = {}
        for one in sorted(waiting, key=lambda one: one.order):
            known = once.get(one.text)
            once[one.text] = known._replace(comments=known.comments + one.comments) if known else one
        found += once.values()
        waiting = []
        if item is not None:
            found.append(item)
    return found


def _indents(text: ShellText, call: Invocation, first: Word, area: Span) -> tuple[str, str]:
    """The indentation of what follows the list, and of each of its lines."""
    string = text.model.tree.text.string
    command = text.source(call.command.span).start
    on_first_line = not text.in_heredoc and "\n" not in string[text.step.instruction.start : command]
    base = text.continuation(area) if on_first_line else text.indentation(command)
    start = text.source(first.span).start
    line = string[string.rfind("\n", 0, start) + 1 : start]
    if not line.strip() and start > area.start and "\n" in string[area.start : start]:
        return base, line
    if on_first_line and not text.body.text[call.command.span.end :].strip():
        return base, base  # no line of another command follows that the list has to be distinguished from
    return base, base + ("\t" if base.endswith("\t") else " " * STEP)


def _tail(text: ShellText, end: int, base: str) -> list[Edit]:
    """Move what follows the list on its last line to a line of its own."""
    if text.in_heredoc:
        return []
    match = _FOLLOWS.match(text.body.text, end)
    if not match:
        return []
    start = text.source(Span(end, end)).start
    string = text.model.tree.text.string
    if "\n" in string[start : text.source(Span(match.end(), match.end() + 1)).start]:
        return []
    line = f" {text.escape}{text.line_end}{base}"
    if match[1] == ";" or not _operators_lead(text):
        operator = text.source(Span(*match.span(1)))
        return [Edit(Span(operator.end, text.source(Span(match.end(), match.end() + 1)).start), line)]
    return [Edit(Span(start, text.source(Span(*match.span(1))).start), line)]


def _operators_lead(text: ShellText) -> bool:
    """Whether this RUN, or otherwise the file, puts `&&` at the start of lines rather than at the end."""
    escape = re.escape(text.escape)
    for string in (text.step.instruction.unit.text, text.model.tree.text.string):
        leading = len(re.findall(rf"{escape}[ \t]*\r?\n[ \t]*&&", string))
        trailing = len(re.findall(rf"&&[ \t]*{escape}[ \t]*\r?\n", string))
        if leading != trailing:
            return leading > trailing
    return False
