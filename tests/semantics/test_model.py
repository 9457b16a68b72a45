"""The model: variables with their scopes, effective state, stages and who refers to whom."""

from __future__ import annotations

from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import parse
from markers import cursor


def _model(source: str, **build_args: str) -> Model:
    return analyse(parse(source), build_args=build_args)


def _variable(source: str, name: str, **build_args: str) -> str | None:
    text, offset = cursor(source)
    step = _model(text, **build_args).step_at(offset)
    assert step is not None
    return step.before.lookup(name)[1]


def test_a_global_arg_is_seen_in_a_stage_after_a_bare_arg_only() -> None:
    assert _variable("ARG V=1\nFROM scratch\nRUN <|>x\n", "V") == ""
    assert _variable("ARG V=1\nFROM scratch\nARG V\nRUN <|>x\n", "V") == "1"


def test_the_later_of_arg_and_env_wins() -> None:
    assert _variable("FROM a\nENV A=1\nARG A=2\nRUN <|>x\n", "A") == "2"
    assert _variable("FROM a\nARG A=2\nENV A=1\nRUN <|>x\n", "A") == "1"
    assert _variable("FROM a\nENV A=1\nARG A\nRUN <|>x\n", "A") == "1"


def test_a_build_argument_beats_the_default() -> None:
    assert _variable("FROM a\nARG A=2\nRUN <|>x\n", "A", A="9") == "9"
    assert _variable("ARG A=2\nFROM a\nARG A\nRUN <|>x\n", "A", A="9") == "9"


def test_stages_inherit_variables_and_folders() -> None:
    source = "FROM scratch AS one\nENV A=1\nWORKDIR /srv\nFROM one\nWORKDIR app\nRUN <|>x\n"
    assert _variable(source, "A") == "1"
    text, offset = cursor(source)
    step = _model(text).step_at(offset)
    assert step is not None and step.before.workdir == "/srv/app"


def test_env_wins_over_a_later_arg_in_a_stage_based_on_theirs() -> None:
    one = "FROM scratch AS one\nENV A=1\nARG A=2\n"
    assert _variable(one + "RUN <|>x\n", "A") == "2"
    assert _variable(one + "FROM one\nRUN <|>x\n", "A") == "1"
    assert _variable(one + "FROM one\nARG A\nRUN <|>x\n", "A") == "1"
    assert _variable(one + "FROM one AS two\nARG A=3\nFROM two\nRUN <|>x\n", "A") == "1"
    assert _variable("FROM scratch AS one\nENV A=$X\nARG A=2\nFROM one\nRUN <|>x\n", "A") == ""
    assert _variable("FROM scratch AS one\nARG A=2\nFROM one\nRUN <|>x\n", "A") == "2"
    assert _variable(one + "ONBUILD ARG A=4\nFROM one\nRUN <|>x\n", "A") == "4"


def test_a_base_is_passed_on_as_the_same_object_each_time() -> None:
    model = _model("FROM a AS one\nENV A=1\nARG A=2\nFROM one AS two\nFROM one\n")
    assert model.stages[1].body.states[0] is model.stages[2].body.states[0]
    same = _model("FROM a AS one\nENV A=1\nFROM one\n")
    assert same.stages[1].body.states[0] is same.stages[0].final


def test_pairs_of_one_instruction_do_not_see_each_other() -> None:
    assert _variable("FROM scratch\nENV A=1\nENV A=2 B=$A\nRUN <|>x\n", "B") == "1"


def test_a_name_from_an_unknown_base_is_unknown_and_from_scratch_is_empty() -> None:
    assert _variable("FROM debian\nRUN <|>x\n", "HOME") is None
    assert _variable("FROM scratch\nRUN <|>x\n", "HOME") == ""


def test_from_looks_backwards_and_copy_at_the_last_of_the_name() -> None:
    model = _model("FROM a AS x\nFROM x\nFROM b AS X\nCOPY --from=x . .\nCOPY --from=0 . .\n")
    assert model.stages[1].base is model.stages[0]
    found = [(reference.kind, reference.target and reference.target.index) for reference in model.references]
    assert found == [("from", None), ("from", 0), ("from", None), ("copy", 2), ("copy", 0)]


def test_only_what_the_last_stage_needs_is_reachable() -> None:
    source = "FROM a AS x\nFROM b AS y\nFROM c\nRUN --mount=type=bind,from=y,target=/m ls\n"
    assert _model(source).reachable == {1, 2}


def test_a_known_official_image_brings_its_folder_and_the_names_of_its_variables() -> None:
    from dockwright.semantics.base_state import base_state

    model = analyse(
        parse("FROM golang:1\nWORKDIR src\nRUN x\nFROM nobody/knows:1\nWORKDIR src\n"), base_state=base_state
    )
    known, unknown = model.stages
    assert known.final.lookup("GOLANG_VERSION")[0]
    assert known.final.workdir == "/go/src"
    assert unknown.final.workdir is None and not unknown.final.lookup("GOLANG_VERSION")[0]
