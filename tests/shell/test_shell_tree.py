"""What the shell tree says of commands, words, variables and places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockwright.syntax.shell import (
    AndOr,
    Compound,
    Pipeline,
    Simple,
    nested_script,
    options_set,
    parse_shell,
    unwrapped,
    variables_assigned,
    variables_used,
)
from shared import SHARED, needs_shared


def names(text: str) -> list[str | None]:
    return [item.command.name for item in parse_shell(text).simple_commands()]


def test_a_redirection_belongs_to_the_last_command_of_a_list() -> None:
    (item,) = parse_shell("a && b > f").body.items
    assert isinstance(item, AndOr)
    first, second = item.items
    assert isinstance(first, Simple) and isinstance(second, Simple)
    assert first.redirections == ()
    assert second.redirections[0].operator == ">" and second.redirections[0].target is not None


def test_what_follows_a_heredoc_marker_has_the_precedence_of_the_line() -> None:
    script = parse_shell("cat <<EOF | tee x && foo\n $a $(b)\nEOF\nc")
    assert not script.has_errors
    chain, last = script.body.items
    assert isinstance(chain, AndOr) and isinstance(last, Simple)
    pipe = chain.items[0]
    assert isinstance(pipe, Pipeline) and len(pipe.commands) == 2
    assert pipe.commands[0].redirections[0].body == (25, 34)
    assert [item.name for item in variables_used(script)] == ["a"]


def test_words_lose_their_quotes() -> None:
    (placed,) = parse_shell(r"""echo 'a b'"c\"d"e\ f $'x\ny' "$v" *.txt""").simple_commands()
    assert [word.literal for word in placed.command.words] == ["echo", 'a bc"de f', "x\ny", None, "*.txt"]
    assert [word.is_pattern for word in placed.command.words] == [False, False, False, False, True]


def test_single_quotes_and_quoted_heredocs_use_nothing() -> None:
    script = parse_shell("echo '$a' \"$b\" ${c:-$d} $((e + 1))\ncat <<'X'\n$f\nX\ncat <<Y\n$g \\$h\nY\n")
    assert [item.name for item in variables_used(script)] == ["b", "c", "d", "e", "g"]


def test_a_variable_begins_at_its_dollar_sign() -> None:
    text = 'echo "a/${X} ${Y}  $Z"'
    used = [text[variable.span.start : variable.span.end] for variable in variables_used(parse_shell(text))]
    assert used == ["${X}", "${Y}", "$Z"]


def test_assignments_of_every_kind() -> None:
    script = parse_shell("a=1; b=2 x; export c=3 d; read -r e f; for g in 1; do :; done; f() { local h=1; }")
    found = [(item.name, item.how) for item in variables_assigned(script)]
    assert found == [
        ("a", "assignment"),
        ("b", "prefix"),
        ("c", "export"),
        ("d", "export"),
        ("e", "read"),
        ("f", "read"),
        ("g", "for"),
        ("h", "declare"),
    ]


def test_places() -> None:
    text = "a && b || c; (d) | e; if f; then g; fi; h & x=$(i); ! j"
    places = {item.command.name: item.place for item in parse_shell(text).simple_commands() if item.command.name}
    assert [name for name, place in places.items() if place.top_level] == ["a", "b", "c", "e", "h", "j"]
    assert [name for name, place in places.items() if place.conditional] == ["b", "c", "g"]
    assert [name for name, place in places.items() if place.subshell] == ["d", "e", "h", "i"]
    assert [name for name, place in places.items() if place.condition] == ["f", "j"]
    assert places["e"].pipe_index == 1 and places["c"].after_or and places["i"].substitution


def test_options_that_are_on() -> None:
    assert options_set(parse_shell("set -eux -o pipefail; a; set +x")) == {"e", "u", "pipefail"}
    assert options_set(parse_shell("(set -e; a); b")) == frozenset()


def test_commands_in_commands() -> None:
    (placed,) = parse_shell("sudo -u root env A=1 nice -n 5 apt-get install x").simple_commands()
    assert [word.text for word in unwrapped(placed.command).words] == ["apt-get", "install", "x"]
    text = "bash -ec 'a && b'"
    inner = nested_script(parse_shell(text).simple_commands()[0].command)
    assert inner is not None
    spans = [item.command.span for item in inner.simple_commands()]
    assert [text[span.start : span.end] for span in spans] == ["a", "b"]


def test_characters_outside_ascii_keep_offsets() -> None:
    text = "echo 'é😀' && zürich \"$x\""
    second = parse_shell(text).simple_commands()[1].command
    assert second.name == "zürich" and text[second.span.start : second.span.end] == 'zürich "$x"'


def test_conditions_of_an_if() -> None:
    (item,) = parse_shell("if a; then b; elif c; then d; else e; fi").body.items
    assert isinstance(item, Compound)
    assert item.conditions == (0, 2) and len(item.bodies) == 5


@pytest.mark.parametrize("piece", ["(", "$(", "{ ", "a && ", "`", "${", "if ", "case x in ", "<<A ", '"$('])
def test_hostile_texts_are_broken_and_nothing_worse(piece: str) -> None:
    script = parse_shell(piece * 3000)
    assert script.has_errors
    script.simple_commands()


@given(st.lists(st.sampled_from([*"ab $(){}[]<>|&;'\"`\\\n#!=x", "<<E", "if ", "do ", "done", "$(", "E\n"])))
def test_any_text_has_a_tree_within_its_bounds(pieces: list[str]) -> None:
    text = "".join(pieces)
    script = parse_shell(text)
    variables_used(script)
    variables_assigned(script)
    for word in script.words():
        assert text[word.span.start : word.span.end] == word.text
    for placed in script.simple_commands():
        assert 0 <= placed.command.span.start <= placed.command.span.end <= len(text)


@needs_shared
def test_corpus_lines_never_fail() -> None:
    assert SHARED is not None
    for path in sorted((SHARED / "corpus").glob("*.Dockerfile"))[::20]:
        script = parse_shell(path.read_text(encoding="utf-8", errors="replace"))
        script.simple_commands()
