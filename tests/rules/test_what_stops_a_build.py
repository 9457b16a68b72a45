"""Each cause that makes BuildKit refuse a file, the rule that says so, and where.

What ONBUILD keeps stops the builds that it fires in, and is an error where it stands. `test_against_buildkit` compares
whole collections with the answers of BuildKit, in both directions.
"""

from __future__ import annotations

import pytest

from dockwright.config import Config
from dockwright.findings import engine
from dockwright.findings.finding import Finding, Severity
from dockwright.ide.snapshot import Snapshot
from dockwright.text import apply

SELECTION = engine.select(Config())

CAUSES = {
    # what the parser refuses
    "an instruction that is none": ("FROM a\nCPY x y\n", "unknown-instruction", "CPY"),
    "a heredoc without an end": ("FROM a\nRUN <<EOF\nx\n", "syntax-error", None),
    "an array with a number": ('FROM a\nCMD ["a", 1]\n', "syntax-error", None),
    "a pair without =": ("FROM a\nENV A=1 B\n", "syntax-error", None),
    "a second directive": ("# escape=`\n# escape=`\nFROM a\n", "invalid-directive", "# escape=`"),
    "another escape character": ("# escape=x\nFROM a\n", "invalid-directive", "x"),
    # what its instructions refuse
    "no FROM": ("ARG A=1\n", "no-stage", None),
    "an instruction before FROM": ("RUN x\nFROM a\n", "instruction-before-from", "RUN"),
    "FROM without an image": ("FROM\n", "missing-argument", "FROM"),
    "FROM with a third word": ("FROM a b\n", "invalid-argument", "b"),
    "a stage that cannot be called so": ("FROM a AS 1x\n", "invalid-argument", "1x"),
    "COPY without a destination": ("FROM a\nCOPY x\n", "missing-argument", "COPY"),
    "ENV without a name": ("FROM a\nENV =x\n", "invalid-argument", None),
    "ENV without anything": ("FROM a\nENV\n", "missing-argument", "ENV"),
    "WORKDIR without anything": ("FROM a\nWORKDIR\n", "missing-argument", "WORKDIR"),
    "SHELL in plain text": ("FROM a\nSHELL bash -c\n", "invalid-argument", "bash -c"),
    "HEALTHCHECK of another kind": ("FROM a\nHEALTHCHECK curl x\n", "invalid-argument", "curl"),
    "HEALTHCHECK NONE with more": ("FROM a\nHEALTHCHECK NONE x\n", "invalid-argument", "x"),
    "HEALTHCHECK CMD without a command": ("FROM a\nHEALTHCHECK CMD\n", "missing-argument", "CMD"),
    "ONBUILD of ONBUILD": ("FROM a\nONBUILD ONBUILD RUN x\n", "invalid-argument", "ONBUILD"),
    "ONBUILD FROM": ("FROM a\nONBUILD FROM b\n", "invalid-argument", "FROM"),
    "ONBUILD of what is no instruction": ("FROM a\nONBUILD RNU x\n", "unknown-instruction", "RNU"),
    "a flag that is none": ("FROM a\nCOPY --chwon=1 x y\n", "unknown-flag", "chwon"),
    "a flag where there are none": ("FROM a\nCMD --x y\n", "unknown-flag", "x"),
    "a flag twice": ("FROM a\nCOPY --from=b --from=b x y\n", "invalid-flag", "--from=b"),
    "a flag without its value": ("FROM a\nCOPY --from x y\n", "invalid-flag", "--from"),
    "a wrong boolean": ("FROM a\nCOPY --link=yes x y\n", "invalid-flag", "yes"),
    "a wrong choice": ("FROM a\nRUN --network=nnoe x\n", "invalid-flag", "nnoe"),
    "a duration without a unit": ("FROM a\nHEALTHCHECK --interval=5 CMD x\n", "invalid-flag", "5"),
    "a duration below 1ms": ("FROM a\nHEALTHCHECK --interval=5us CMD x\n", "invalid-flag", "5us"),
    "retries that are no number": ("FROM a\nHEALTHCHECK --retries=x CMD x\n", "invalid-flag", "x"),
    "a mount of no type": ("FROM a\nRUN --mount=type=cahce,target=/x x\n", "invalid-mount", "cahce"),
    "a mount whose type is still missing": ("FROM a\nRUN --mount=type= x\n", "invalid-mount", "type="),
    "a mount with a comma at its end": ("FROM a\nRUN --mount=type=tmpfs,target=/x, x\n", "invalid-mount", ""),
    "a mount with another key": ("FROM a\nRUN --mount=type=cache,taget=/x x\n", "invalid-mount", "taget=/x"),
    "a mount with a key of another type": ("FROM a\nRUN --mount=type=bind,size=1,target=/x x\n", "invalid-mount", None),
    "a mount from an ARG": ("FROM a\nARG S\nRUN --mount=from=$S,target=/x x\n", "invalid-mount", "from=$S"),
    # what shows once the values of words are known
    "a quote that stays open": ('FROM a\nLABEL a="b\n', "unreadable-word", None),
    "a brace that stays open": ("FROM a\nWORKDIR /${A\n", "unreadable-word", None),
    "an operator that is none": ("FROM a\nWORKDIR /${A,,}\n", "unreadable-word", None),
    "a variable that has to be set": ("FROM scratch\nWORKDIR /${A:?no A}\n", "required-variable", None),
    "a port out of range": ("FROM a\nEXPOSE 70000\n", "invalid-port", "70000"),
    "a protocol that is none": ("FROM a\nEXPOSE 80/http\n", "invalid-port", "80/http"),
    "a signal that is none": ("FROM a\nSTOPSIGNAL SIGFOO\n", "invalid-argument", "SIGFOO"),
    "a mode that is none": ("FROM a\nCOPY --chmod=999 x y\n", "invalid-flag", "999"),
    "a checksum that is none": ("FROM a\nADD --checksum=md5:1 https://a.b/c /d\n", "invalid-flag", "md5:1"),
    "a checksum of a local file": ("FROM a\nADD --checksum=sha256:1 x /d\n", "invalid-flag", None),
    "COPY from the web": ("FROM a\nCOPY https://a.b/c /d\n", "invalid-argument", "https://a.b/c"),
    "a heredoc as the destination": ("FROM a\nCOPY x <<E\nE\n", "invalid-argument", "<<E"),
    "a base that names no image": ("FROM a/B\n", "invalid-base", None),
    "a platform that is none": ("FROM --platform=a/b/c/d x\n", "invalid-base", None),
    # what the stages are to each other
    "COPY from the stage itself": ("FROM a AS b\nCOPY --from=b x y\n", "stage-out-of-reach", "b"),
    "COPY from a later stage": ("FROM a\nCOPY --from=b x y\nFROM a AS b\n", "stage-out-of-reach", "b"),
    "COPY from a number without a stage": ("FROM a\nCOPY --from=3 x y\n", "stage-out-of-reach", "3"),
    "a mount from a later stage": (
        "FROM a\nRUN --mount=from=b,target=/x x\nFROM a AS b\n",
        "stage-out-of-reach",
        "b",
    ),
    "a variable in --from": ("FROM a\nARG S=b\nCOPY --from=$S x y\n", "stage-out-of-reach", "$S"),
    "COPY from an empty stage": ("FROM scratch AS b\nFROM a\nCOPY --from=b /x y\n", "copy-from-empty-stage", "b"),
    "a shell where nothing is": ("FROM scratch\nRUN x\n", "run-in-empty-stage", "RUN"),
}


def _errors(source: str) -> list[Finding]:
    return [finding for finding in Snapshot.of(source, SELECTION).findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_is_one_error_of_its_rule_at_its_place(cause: str) -> None:
    source, code, text = CAUSES[cause]
    found = _errors(source)
    assert [finding.code for finding in found] == [code]
    assert text is None or source[found[0].span.start : found[0].span.end] == text


@pytest.mark.parametrize(
    ("instruction", "message"),
    [
        ("RUN --mount=type= x", "`type` needs a value; use bind, cache, tmpfs, secret or ssh"),
        ("RUN --mount=type=,target=/x x", "`type` needs a value; use bind, cache, tmpfs, secret or ssh"),
        ("RUN --mount=type=cache,target=/x,sharing= x", "`sharing` needs a value; use shared, private or locked"),
        ("RUN --mount=type=tmpfs,target=/x,size= x", "`size` needs a value; write `size=value`"),
        ("RUN --mount=type=cache,target=/x,mode= x", "`mode` needs a value; write `mode=value`"),
        ("RUN --mount=type=secret,id=a,required= x", "`required` needs a value; write `required=value`"),
        ("RUN --mount=target=/x,=3 x", "Missing name before `=`"),
        ("RUN --device=name=,required= x", "`required` needs a value; write `required=true`"),
        ("RUN --network= x", "`--network` needs a value; write `--network=value`"),
        ("RUN --security= x", "`--security` needs a value; write `--security=value`"),
        ('STOPSIGNAL ""', "Missing signal; use a name such as `SIGTERM` or a number"),
        ("COPY --from=b@ x /y", "`b@` is neither a stage nor an image name; the digest after `@` is empty"),
    ],
)
def test_a_value_that_is_not_written_yet_is_called_missing(instruction: str, message: str) -> None:
    (found,) = _errors(f"FROM a\n{instruction}\n")
    assert (found.message, [fix.title for fix in found.fixes]) == (message, [])


def test_an_interval_may_be_empty() -> None:
    assert _errors("FROM a\nHEALTHCHECK --interval= --timeout= --start-period= CMD x\n") == []


@pytest.mark.parametrize(
    "cause",
    [
        "an instruction that is none",
        "ONBUILD of what is no instruction",
        "a second directive",
        "a flag that is none",
        "a wrong choice",
        "a mount of no type",
        "a mount with another key",
    ],
)
def test_what_is_misspelt_has_a_fix_after_which_the_file_builds(cause: str) -> None:
    source, _, _ = CAUSES[cause]
    (finding,) = _errors(source)
    assert _errors(apply(source, finding.fixes[0].edits)) == []
