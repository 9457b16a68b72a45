"""Options that the package managers of old releases do not have, by the name of the base image."""

from __future__ import annotations

from dockwright.lazy import pattern

_CODENAMES = "lenny|squeeze|wheezy|jessie|lucid|precise|quantal|raring|saucy|trusty|utopic|vivid|wily"
_LACK = {
    # Alpine 3.3 is the first release with it (the usage notes of the official image).
    "apk --no-cache": pattern(r"(?:.*/)?alpine:(?:2\.\d+|3\.[0-2])(?!\d).*|.*[:-]alpine(?:2\.\d+|3\.[0-2])(?!\d).*"),
    # pip 6.0 (22 December 2014) is the first with it; these releases have pip 1.5.6 or older (package lists of the
    # distributions). Images of Python bring their own pip.
    "pip --no-cache-dir": pattern(
        r"(?!.*(?:python|pypy|conda))"
        rf"(?:.*[:/_-](?:{_CODENAMES})(?![a-z]).*|(?:.*/)?debian:[5-8](?!\d).*|(?:.*/)?ubuntu[\w-]*:1[0-5]\.\d\d(?!\d).*"
        r"|(?:.*/)?fedora:(?:1\d|2[01])(?!\d).*|(?:.*/)?alpine:(?:2\.\d+|3\.[01])(?!\d).*|(?:.*/)?opensuse:13\.\d.*)"
    ),
}


def lacking(image: str) -> frozenset[str]:
    """The options, each with its program, that are newer than a base image; empty if its release is not known."""
    return frozenset(option for option, images in _LACK.items() if images.fullmatch(image))
