"""Signature help: the form, the active parameter, and where it keeps quiet."""

from __future__ import annotations

import pytest

from dockwright.ide.signature import signature
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.arguments import NAMES
from markers import cursor


def active(source: str) -> str:
    """The form with the active parameter in `<>`."""
    text, offset = cursor(source)
    found = signature(Snapshot.of(text), offset)
    if found is None:
        return ""
    form = found.forms[found.form]
    span = form.parameters[found.parameter]
    return f"{form.label[: span.start]}<{form.label[span.start : span.end]}>{form.label[span.end :]}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("FROM <|>", "FROM [--platform=…] <image> [AS name]"),
        ("FROM --plat<|>form=x a", "FROM <[--platform=…]> image [AS name]"),
        ("FROM a AS <|>", "FROM [--platform=…] image [AS <name>]"),
        ("FROM a AS b<|>", "FROM [--platform=…] image [AS <name>]"),
        ("ARG a<|>=b", "ARG <name>[=default] …"),
        ("ARG a=b<|>", "ARG name[=<default>] …"),
        ("ENV a=1 b=<|>2", "ENV key=<value> …"),
        ("ENV a=1 <|>", "ENV <key>=value …"),
        ("COPY <|>", "COPY [--flags] <source …> destination"),
        ("COPY --from=<|>x", "COPY <[--flags]> source … destination"),
        ("COPY --from=x a <|>", "COPY [--flags] source … <destination>"),
        ("COPY a<|> b", "COPY [--flags] <source …> destination"),
        ("COPY a b<|>", "COPY [--flags] source … <destination>"),
        ("COPY a <|>b c", "COPY [--flags] <source …> destination"),
        ('COPY ["a<|>", "b"]', 'COPY ["<source>", …, "destination"]'),
        ('COPY ["a", "<|>"]', 'COPY ["source", …, "<destination>"]'),
        ("RUN <|>", "RUN [--flags] <command>"),
        ("RUN --mount=<|>", "RUN <[--flags]> command"),
        ('CMD ["a", "b<|>', 'CMD ["program", "<argument>", …]'),
        ('CMD ["a, <|>', 'CMD ["<program>", "argument", …]'),
        ('CMD ["a", "b", "c<|>"]', 'CMD ["program", "<argument>", …]'),
        ("CMD <|>", 'CMD ["<program>", "argument", …]'),
        ("EXPOSE 80/<|>", "EXPOSE port[/<protocol>] …"),
        ("EXPOSE 80/tcp <|>", "EXPOSE <port>[/protocol] …"),
        ("USER a:<|>", "USER user[:<group>]"),
        ("HEALTHCHECK --interval=<|>", "HEALTHCHECK <[--flags]> CMD command"),
        ("HEALTHCHECK CMD <|>", "HEALTHCHECK [--flags] CMD <command>"),
        ("ONBUILD <|>", "ONBUILD <instruction>"),
        ("ONBUILD USER <|>", "USER <user>[:group]"),
        ("WORKDIR /a\\\n<|>", "WORKDIR <path>"),
    ],
)
def test_the_active_parameter(source: str, expected: str) -> None:
    assert active(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "RU<|>N",
        "RUN<|>",
        "RUN apt-get <|>",
        "CMD echo <|>",
        "HEALTHCHECK CMD curl <|>",
        "# FROM <|>",
        "RUN a \\\n # FROM <|>\n b",
        "COPY <<E /x\nFROM <|>\nE\n",
        "FROM a AS b <|>",
        "USER a <|>",
        "WORKDIR a <|>",
        'CMD ["a"] <|>',
        "ONBUILD RUN make <|>",
        "NONSENSE <|>",
        "FROM a\n<|>",
    ],
)
def test_quiet(source: str) -> None:
    assert active(source) == ""


def test_every_instruction_that_takes_anything_has_a_form() -> None:
    for name in NAMES:
        text = f"{name} "
        assert signature(Snapshot.of(text), len(text)), name


@pytest.mark.parametrize(
    ("source", "label", "word"),
    [
        ("HEALTHCHECK N<|>", "HEALTHCHECK NONE", "NONE"),
        ("HEALTHCHECK C<|>", "HEALTHCHECK [--flags] CMD command", "command"),
        ("MAINTAINER <|>", "MAINTAINER name", "name"),
        ("ENV key <|>", "ENV key=value …", "value"),
        ("ENV key v<|>", "ENV key=value …", "value"),
        ("ENV a=b <|>", "ENV key=value …", "key"),
        ("LABEL key <|>", "LABEL key=value …", "value"),
    ],
)
def test_the_form_and_the_part_that_is_written(source: str, label: str, word: str) -> None:
    text, offset = cursor(source)
    found = signature(Snapshot.of(text), offset)
    assert found is not None
    form = found.forms[found.form]
    part = form.parameters[found.parameter]
    assert (form.label, form.label[part.start : part.end]) == (label, word)
