"""Make server/dockwright/semantics/images.jsonl: facts about Docker official images.

Every fact is read from public files: names and tags from the list of docker-library/official-images, the rest from the
images' own Dockerfiles, notices from docker-library/docs. `source`, `source_exact` and `tags` of the input say which.
Which commands a base lacks is read from the package lists of the distributions and the Dockerfiles on top of them.
To renew: read these repositories again into one JSON object an image, and the commands into one object by image, then
run `python scripts/images.py IMAGES COMMANDS`.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "server" / "dockwright" / "semantics" / "images.jsonl"
KEPT = ("distro", "release", "expose", "volumes", "user", "workdir", "entrypoint", "cmd", "stopsignal", "shell")
ASKED = ("bash", "curl", "wget", "git", "nc", "ping", "ps", "python3", "sudo", "unzip", "make", "gcc", "vim")
READ_WHOLE = frozenset(
    {
        "debian", "ubuntu", "alpine", "busybox", "buildpack-deps", "python", "node", "golang", "ruby", "rust", "erlang",
        "httpd", "postgres", "haproxy", "memcached", "bash", "docker",
    }
)  # fmt: skip
"""Images whose Dockerfiles name everything they install; those of nginx, redis and php also install from variables."""
PURGED = {("node", "debian", ("slim",)): ("curl", "wget")}
"""Installed by name and removed again, as are all packages that no program of the image is linked with."""
FOLDERS = re.compile(r"/[^$\d]*\Z")
RELEASE = re.compile(
    r"buster|bullseye|bookworm|trixie|forky|oldstable|noble|jammy|focal|latest|stable|current|mainline|lts"
)


def main() -> None:
    images = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    lacking = _lacking(json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))["images"])
    variants = {f"{image['name']}:{tag}": one for image in images for one in image["variants"] for tag in one["tags"]}
    lines = []
    for image in images:
        short = {"name": image["name"], "tags": image["tags"]}
        if image.get("deprecated"):
            short["deprecated"] = True
        short["variants"] = [_variant(one, variants) for one in image["variants"] if one["distro"] != "windows"]
        for one in short["variants"]:
            lacks = lacking.get((image["name"], one.get("distro"), _kind(one["tags"][0])))
            if lacks:
                one["lacks"] = sorted(lacks)
        lines.append(json.dumps(short, separators=(",", ":"), ensure_ascii=False) + "\n")
    OUTPUT.write_text("".join(lines), encoding="utf-8")


def _lacking(images: dict) -> dict:
    """The commands that images do not have, by name, distribution and variant: equal variants are made from one
    template.
    """
    found: dict = {}
    for key, row in images.items():
        name, _, tag = key.partition(":")
        if name not in READ_WHOLE:
            continue
        base = row.get("chain_root") or key
        distro = "alpine" if base.startswith("alpine") else base.partition(":")[0]
        absent = {command for command in ASKED if row["commands"][command]["present"] is False}
        same = {_kind(one.partition(":")[2]) for one in row["applies_to"] if one.partition(":")[0] == name}
        for kind in ((name, distro, each) for each in {_kind(tag or "latest"), *same}):
            lacks = (absent & found[kind]) if kind in found else absent
            found[kind] = lacks.union(PURGED.get(kind, ()))
    return found


def _kind(tag: str) -> tuple[str, ...]:
    """The variant of a tag, without version and release: `slim` for `3.14-slim-bookworm`."""
    parts = (RELEASE.sub("", re.sub(r"\d[\d.]*", "", part)) for part in tag.split("-"))
    return tuple(part for part in parts if part)


def _variant(one: dict, variants: dict) -> dict:
    chain = [one]
    while (base := _tagged(chain[-1]["from"])) in variants and variants[base] not in chain:
        chain.append(variants[base])
    rooted = chain[-1]["from"] == "scratch"
    exact = rooted and all(link.get("source_exact", True) for link in chain)
    short = {"tags": one["tags"]} | {key: one[key] for key in KEPT if one.get(key)}
    if rooted:
        short["rooted"] = True
    # The tags were listed later than some Dockerfiles were read: a release that neither confirms is left out.
    if not exact and not any(one.get("release", "") in tag for tag in one["tags"]):
        short.pop("release", None)
    # A Dockerfile of another version is good evidence for the names of variables, but not for their values.
    short["env"] = {name: value if exact and "$" not in value else None for name, value in one["env"].items()}
    if one.get("labels"):
        short["labels"] = {name: value if exact and "$" not in value else None for name, value in one["labels"].items()}
    if one.get("healthcheck"):
        short["healthcheck"] = True
    # folders without a version in their path are the same in all versions
    short["env"] |= {name: value for name, value in one["env"].items() if rooted and FOLDERS.match(value)}
    return short


def _tagged(reference: str) -> str:
    return reference if ":" in reference else reference + ":latest"


if __name__ == "__main__":
    main()
