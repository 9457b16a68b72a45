"""Evaluates operators, conditions, calls and loops of HCL; with an unknown operand the result is mostly unknown."""

from __future__ import annotations

import operator

from dockwright.context.builds.hcl.values import UNKNOWN, Expression, Scope, Value, bounded, equal, text

_NUMERIC = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}
_NUMERIC |= {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "%": operator.mod}


def joined(parts: list[Expression]) -> Expression:
    """A template with several parts."""

    def value(scope: Scope) -> Value:
        texts: list[Value] = [text(part(scope)) for part in parts] if scope.spend() else [UNKNOWN]
        return UNKNOWN if UNKNOWN in texts else bounded("".join(texts))

    return value


def condition(test: Expression, yes: Expression, no: Expression) -> Expression:
    """`test ? yes : no`."""

    def value(scope: Scope) -> Value:
        if not scope.spend():
            return UNKNOWN
        found = test(scope)
        if isinstance(found, bool):
            return yes(scope) if found else no(scope)
        # equal alternatives are known even if the condition is not
        one, other = yes(scope), no(scope)
        return one if equal(one, other) is True else UNKNOWN

    return value


def negated(inner: Expression) -> Expression:
    """`!x`."""

    def value(scope: Scope) -> Value:
        found = inner(scope)
        return not found if isinstance(found, bool) else UNKNOWN

    return value


def binary(sign: str, left: Expression, right: Expression) -> Expression:
    """An operator between two values."""

    def value(scope: Scope) -> Value:
        if not scope.spend():
            return UNKNOWN
        one, other = left(scope), right(scope)
        if sign in ("==", "!="):
            same = equal(one, other)
            return same if same is UNKNOWN else same == (sign == "==")
        if sign in ("&&", "||"):
            decides = sign == "||"
            if decides in [found for found in (one, other) if isinstance(found, bool)]:
                return decides
            return not decides if isinstance(one, bool) and isinstance(other, bool) else UNKNOWN
        numbers = [isinstance(found, (int, float)) and not isinstance(found, bool) for found in (one, other)]
        return bounded(_NUMERIC[sign](one, other)) if all(numbers) and not (sign in "/%" and not other) else UNKNOWN

    return value


def entry(of: Expression, key: Expression) -> Expression:
    """`x.key` and `x[key]`."""

    def value(scope: Scope) -> Value:
        whole, which = of(scope), key(scope)
        if isinstance(whole, dict) and isinstance(which, str):
            return whole.get(which, UNKNOWN)
        if isinstance(whole, list) and isinstance(which, int) and 0 <= which < len(whole):
            return whole[which]
        return UNKNOWN

    return value


def listed(items: list[Expression], spread: bool) -> Expression:
    """`[x, y]`, or the arguments of a call, the last of which may be expanded with `...`."""

    def value(scope: Scope) -> Value:
        if not scope.spend():
            return UNKNOWN
        values = [item(scope) for item in items]
        if not spread:
            return bounded(values)
        return [*values[:-1], *values[-1]] if isinstance(values[-1], list) else [UNKNOWN]

    return value


def mapped(pairs: list[tuple[Expression, Expression]]) -> Expression:
    """`{x = y}`."""

    def value(scope: Scope) -> Value:
        if not scope.spend():
            return UNKNOWN
        return {str(name): item(scope) for key, item in pairs if (name := text(key(scope))) is not UNKNOWN}

    return value


def call(name: str, arguments: Expression) -> Expression:
    """A call of a function."""

    def value(scope: Scope) -> Value:
        values, function = arguments(scope), scope.functions.get(name)
        if function is None or not isinstance(values, list) or not scope.spend():
            return UNKNOWN
        try:
            return bounded(function(*values))
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError):
            return UNKNOWN

    return value


def loop(
    names: list[str], over: Expression, first: Expression, second: Expression | None, only: Expression | None
) -> Expression:
    """`[for x in y : z if w]` and `{for k, v in y : k => v}`."""

    def value(scope: Scope) -> Value:
        whole = over(scope)
        if not isinstance(whole, (list, dict)):
            return UNKNOWN
        pairs = list(whole.items()) if isinstance(whole, dict) else list(enumerate(whole))
        found: list[tuple[Value, Value]] = []
        for key, item in pairs:
            if not scope.spend():
                return UNKNOWN
            inner = scope.within(dict(zip(names, (key, item) if len(names) == 2 else (item,), strict=True)))
            kept = only(inner) if only else True
            if not isinstance(kept, bool):
                return UNKNOWN
            if kept:
                found.append((first(inner), second(inner) if second else None))
        if second is None:
            return [item for item, _ in found]
        return {str(key): item for key, item in found if isinstance(key, str)}

    return value
