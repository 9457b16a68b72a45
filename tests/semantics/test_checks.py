"""The typed layer against BuildKit's own answers."""

from __future__ import annotations

import json
from typing import Any

from dockwright.semantics import checks, mount_values, values
from dockwright.semantics.state import State
from dockwright.semantics.typed_values import typed
from dockwright.syntax.tree import parse
from shared import SHARED, needs_shared

EMPTY = State({}, {}, base_known=True)


@needs_shared
def test_what_buildkit_refuses_is_refused_and_mounts_have_its_values() -> None:
    assert SHARED
    different = []
    for line in (SHARED / "oracle" / "instructions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        expect = row["expect"]
        tree = parse(row["dockerfile"])
        instruction = tree.instructions[0]
        found = [*tree.problems, *checks.problems(instruction, lambda word: EMPTY.expand(word, "\\"))]
        refused = "error" in expect or "mount_error" in expect
        same = bool(found) == refused
        if same and not refused and "mounts" in expect:
            mounts = [mount_values.read(instruction, f).mount for f in instruction.flags if f.name == "mount"]
            devices = [values.device(flag.value or "")[:2] for flag in instruction.flags if flag.name == "device"]
            same = [_as_buildkit(mount) for mount in mounts] == expect["mounts"]
            same = same and [{"Name": name, "Required": needed} for name, needed in devices] == expect["devices"]
        if same and not found:
            same = _same_value(typed(instruction), expect)
        if not same:
            different.append(row["dockerfile"])
    assert different == []


NOT_VALUES = {"Commands", "OrigCmd", "DocComment", "SourceCode", "Location", "Comments"}
"""Places, comments and spelling, which BuildKit keeps beside the values."""


def _same_value(found: tuple[str, dict[str, object]] | None, expect: dict[str, Any]) -> bool:
    value = {key: item for key, item in expect["value"].items() if key not in NOT_VALUES}
    for argument in value.get("Args", ()):
        argument.pop("DocComment")
    return found == (expect["type"], value)


@needs_shared
def test_nothing_is_refused_in_real_files_that_buildkit_accepts() -> None:
    assert SHARED
    refused = []
    for line in (SHARED / "oracle" / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "error" in row["parse"] or row.get("build_error"):
            continue
        source = (SHARED / "corpus" / row["file"]).read_bytes().decode("utf-8", "surrogateescape")
        for instruction in parse(source).instructions:
            refused += [(row["file"], problem.message) for problem in checks.problems(instruction)]
    assert refused == []


def _as_buildkit(mount: mount_values.Mount) -> dict[str, object]:
    return {
        "Type": mount.type,
        "From": mount.source_from,
        "Source": mount.source,
        "Target": mount.target,
        "ReadOnly": mount.read_only,
        "SizeLimit": mount.size,
        "CacheID": mount.id,
        "CacheSharing": mount.sharing,
        "Required": mount.required,
        "Env": mount.env,
        "Mode": mount.mode,
        "UID": mount.uid,
        "GID": mount.gid,
    }
