"""`.editorconfig`: sections and patterns as its specification has them."""

from __future__ import annotations

import pytest

from dockwright.config.editorconfig import indent, properties


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("*", "a/b/Dockerfile", True),
        ("Dockerfile", "a/Dockerfile", True),
        ("/Dockerfile", "a/Dockerfile", False),
        ("Docker*", "a/Dockerfile.dev", True),
        ("a/*", "a/b/Dockerfile", False),
        ("a/**", "a/b/Dockerfile", True),
        ("**/Dockerfile", "Dockerfile", True),
        ("{Dockerfile,*.dockerfile}", "x.dockerfile", True),
        ("{Dockerfile}", "Dockerfile", False),
        ("*.{a,{b,c}}", "x.c", True),
        ("Dockerfile.{1..12}", "Dockerfile.11", True),
        ("Dockerfile.{1..12}", "Dockerfile.13", False),
        ("Dockerfile?x", "Dockerfile.x", True),
        ("[!D]*", "Dockerfile", False),
        ("[A-F]*", "Dockerfile", True),
        ("\\*", "*", True),
        ("[a-c]", "-", False),
        ("[-a]", "-", True),
        ("a**z.c", "a/mn/z.c", True),
        ("a**z.c", "x/amn/z.c", True),
        ("d/**/z.c", "d/z.c", True),
        ("d/**/z.c", "dmn/z.c", False),
        ("ab[e/]cd.i", "ab/cd.i", False),
        ("ab[e/]cd.i", "abecd.i", False),
        ("ab[e/]cd.i", "ab[e/]cd.i", True),
        ("ab[/c", "ab[/c", True),
        ("{a\\,b,cd}.txt", "a,b.txt", True),
        ("{a\\,b,cd}.txt", "a.txt", False),
        ("{e,\\},f}.txt", "}.txt", True),
        ("{},b}.h", "{},b}.h", True),
        ("{{,b,c{d}.i", "{{,b,c{d}.i", True),
        ("{{,b,c{d}.i", "b.i", False),
        ("{word,{also},this}.g", "{also}.g", True),
        ("{{a,b},c}.k", "b.k", True),
        ("{3..120}", "060", False),
        ("{aardvark..antelope}", "{aardvark..antelope}", True),
        ("*a" * 90, "a" * 89 + "b", False),
    ],
)
def test_patterns(pattern: str, path: str, fits: bool) -> None:
    assert bool(properties([(path, f"[{pattern}]\nx=1\n")])) is fits


def test_the_nearest_wins_and_a_root_ends_the_search() -> None:
    files = [
        ("Dockerfile", "[*]\nIndent_Size = 2 \n[Docker*]\nindent_size=unset\nindent_style=space\n"),
        ("a/Dockerfile", "; above\nroot = TRUE\n[*]\nindent_size=8\ntab_width=4\n"),
        ("b/a/Dockerfile", "[*]\nmax_line_length=80\n"),
    ]
    assert properties(files) == {"indent_style": "space", "tab_width": "4"}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({}, ""),
        ({"indent_style": "tab", "indent_size": "2"}, "\t"),
        ({"indent_size": "2"}, "  "),
        ({"indent_size": "tab", "tab_width": "3"}, "   "),
        ({"indent_size": "\u00b2"}, ""),
        ({"indent_style": "space", "indent_size": "99999999"}, " " * 16),
    ],
)
def test_indent(found: dict[str, str], expected: str) -> None:
    assert indent(found) == expected
