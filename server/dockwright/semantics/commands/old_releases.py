"""Options that package managers of old releases do not have yet, by the name of the base image."""

from __future__ import annotations

from dockwright.lazy import pattern

_CODENAMES = "lenny|squeeze|wheezy|jessie|lucid|precise|quantal|raring|saucy|trusty|utopic|vivid|wily"
_LACK = {
    # Alpine 3.3 was the first with it (the usage notes of the official image).
    "apk --no-cache": pattern(r"(?:.*/)?alpine:(?:2\.\d+|3\.[0-2])(?!\d).*|.*[:-]alpine(?:2\.\d+|3\.[0-2])(?!\d).*"),
    # pip 6.0 was the first with it, on 22 December 2014; these have pip 1.5.6 at most (the distributions' package
    # lists). Images of Python bring a pip of their own.
    "pip --no-cache-dir": pattern(
        r"(?!.*(?:python|pypy|conda))"
        rf"(?:.*[:/_-](?:{_CODENAMES})(?![a-z]).*|(?:.*/)?debian:[5-8](?!\d).*|(?:.*/)?ubuntu[\w-]*:1[0-5]\.\d\d(?!\d).*"
        r"|(?:.*/)?fedora:(?:1\d|2[01])(?!\d).*|(?:.*/)?alpine:(?:2\.\d+|3\.[01])(?!\d).*|(?:.*/)?opensuse:13\.\d.*)"
    ),
}


def lacking(image: str) -> frozenset[str]:
    """The options, each behind its program, that a base image is too old for; none where its age is not known."""
    return frozenset(option for option, images in _LACK.items() if images.fullmatch(image))
