"""Translates a text part by part: what is wrong and what to do, or a list behind its head."""

from __future__ import annotations

from collections.abc import Callable

from dockwright.l10n.catalogue import Catalogue, template

Say = Callable[[str], str]
"""Says an English text in another language."""


def said(known: Catalogue | None, text: str, foreign: bool = False) -> str:
    """The text in another language; in English if a part of it is not translated.

    With `foreign`, what stands behind a known head and a colon may be anything, such as the words of the system.
    """
    return (_said(known, text, foreign) if known else None) or text


def _said(known: Catalogue, text: str, foreign: bool, is_list: bool = False) -> str | None:
    if known.has(text):
        return known.say(text)
    problem, action = _split(text, "; ")
    if action:
        sentences = _said(known, problem, foreign), _said(known, action, foreign)
        if sentences[0] and sentences[1]:
            return f"{sentences[0]}. {sentences[1]}"
    head, rest = _split(text, ": ")
    start = known.say(head) if known.knows(head) else "" if " " in template(head)[0] else head  # a name, a path
    end = _said(known, rest, foreign, is_list=True) if rest and start else None
    if end and (known.has(head) or not known.knows(text)):
        return f"{start}: {end}"
    if known.knows(text):
        return known.say(text)
    if rest and foreign and known.knows(head):
        return f"{start}: {rest}"
    first, others = _split(text, ", ") if is_list else (text, "")
    parts = (_said(known, first, False), _said(known, others, False, is_list=True)) if others else (None, None)
    return f"{parts[0]}, {parts[1]}" if parts[0] and parts[1] else None


def filled(say: Say, english: str, *values: object) -> str:
    """A text with values in the places of its `{}`; they stay as they are, or come translated."""
    marks = ["`" + "\0" * (number + 1) + "`" for number in range(len(values))]
    text = say(english.format(*marks))
    for mark, value in zip(marks, values, strict=True):
        text = text.replace(mark, str(value))
    return text


def _split(text: str, separator: str) -> tuple[str, str]:
    """What stands before the first separator outside of code, and behind it; the second is empty if there is none."""
    at = text.find(separator)
    while at >= 0 and text.count("`", 0, at) % 2:
        at = text.find(separator, at + 1)
    return (text, "") if at < 0 else (text[:at], text[at + len(separator) :])
