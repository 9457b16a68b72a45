r"""Patterns of `${x#p}`, `${x%p}` and `${x/p/r}`: `*`, `?` and the escape `\`, nothing else.

Matching simulates an NFA, so it takes at most len(pattern) * len(value) steps.
"""

from __future__ import annotations

_ANY = 0
_ONE = 1
_Token = str | int

LIMIT = 4_000_000
"""If len(pattern) * len(value)**2 is greater, a replacement returns the value unchanged."""


def trim_glob(pattern: str, value: str, operator: str) -> str:
    """Remove the shortest (`#`, `%`) or longest (`##`, `%%`) matching prefix or suffix from `value`."""
    tokens = _tokens(pattern)
    suffix = operator[0] == "%"
    if suffix:
        tokens.reverse()
        value = value[::-1]
    lengths = _prefixes(tokens, value, 0)
    if lengths:
        value = value[max(lengths) if len(operator) == 2 else min(lengths) :]
    return value[::-1] if suffix else value


def replace_glob(pattern: str, replacement: str, value: str, *, everywhere: bool) -> str:
    """Replace the first longest match in `value`, or every one."""
    tokens = _tokens(pattern)
    if len(tokens) * len(value) ** 2 > LIMIT:
        return value
    out: list[str] = []
    at = 0
    while at <= len(value):
        lengths = _prefixes(tokens, value, at)
        if not lengths:
            out.append(value[at : at + 1])
            at += 1
            continue
        out.append(replacement)
        end = max(lengths)
        if end == at:
            out.append(value[at : at + 1])
            end += 1
        at = end
        if not everywhere:
            break
    return "".join(out) + value[at:]


def _tokens(pattern: str) -> list[_Token]:
    tokens: list[_Token] = []
    escaped = False
    for character in pattern:
        if escaped:
            tokens.append(character)
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == "*":
            if tokens[-1:] != [_ANY]:
                tokens.append(_ANY)
        else:
            tokens.append(_ONE if character == "?" else character)
    return tokens


def _prefixes(tokens: list[_Token], value: str, start: int) -> list[int]:
    """The end offsets of all matches of `tokens` that start at `start`."""
    ends: list[int] = []
    states = _closed({0}, tokens)
    at = start
    while states:
        if len(tokens) in states:
            ends.append(at)
        if at == len(value):
            break
        character = value[at]
        after = {state for state in states if state < len(tokens) and tokens[state] == _ANY}
        after |= {state + 1 for state in states if state < len(tokens) and tokens[state] in (_ONE, character)}
        states = _closed(after, tokens)
        at += 1
    return ends


def _closed(states: set[int], tokens: list[_Token]) -> set[int]:
    """Add to `states` those that are reachable by letting `*` match nothing."""
    for state in list(states):
        while state < len(tokens) and tokens[state] == _ANY:
            state += 1
            states.add(state)
    return states
