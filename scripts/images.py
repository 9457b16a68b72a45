"""Make server/dockwright/semantics/images.jsonl: facts about Docker official images.

Every fact is read from public files: names and tags from the list of docker-library/official-images, the rest from the
images' own Dockerfiles, notices from docker-library/docs. `source`, `source_exact` and `tags` of the input say which.
To renew: read these repositories again into one JSON object an image, then run `python scripts/images.py INPUT`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "server" / "dockwright" / "semantics" / "images.jsonl"
KEPT = ("distro", "release", "expose", "volumes", "user", "workdir", "entrypoint", "cmd", "stopsignal", "shell")


def main() -> None:
    images = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    variants = {f"{image['name']}:{tag}": one for image in images for one in image["variants"] for tag in one["tags"]}
    lines = []
    for image in images:
        short = {"name": image["name"], "tags": image["tags"]}
        if image.get("deprecated"):
            short["deprecated"] = True
        short["variants"] = [_variant(one, variants) for one in image["variants"] if one["distro"] != "windows"]
        lines.append(json.dumps(short, separators=(",", ":"), ensure_ascii=False) + "\n")
    OUTPUT.write_text("".join(lines), encoding="utf-8")


def _variant(one: dict, variants: dict) -> dict:
    chain = [one]
    while (base := _tagged(chain[-1]["from"])) in variants and variants[base] not in chain:
        chain.append(variants[base])
    rooted = chain[-1]["from"] == "scratch"
    exact = rooted and all(link.get("source_exact", True) for link in chain)
    short = {"tags": one["tags"]} | {key: one[key] for key in KEPT if one.get(key)}
    if rooted:
        short["rooted"] = True
    # The tags were listed later than some Dockerfiles were read: a release that neither proves is not claimed.
    if not exact and not any(one.get("release", "") in tag for tag in one["tags"]):
        short.pop("release", None)
    # A Dockerfile of another version is good evidence for the names of variables, not for their values.
    short["env"] = {name: value if exact and "$" not in value else None for name, value in one["env"].items()}
    return short


def _tagged(reference: str) -> str:
    return reference if ":" in reference else reference + ":latest"


if __name__ == "__main__":
    main()
