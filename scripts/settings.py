"""Write the page of all settings, `docs/settings.md`, from the classes that define them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dockwright.config.choices import CHOICES
from dockwright.config.model import Engine, LabelKind, Profile
from dockwright.config.schema import file_settings, settings
from dockwright.findings.rule import all_rules

PAGE = Path(__file__).parent.parent / "docs" / "settings.md"
CHOSEN = {"Profiles": Profile, "Engines": Engine, "Kinds of labels": LabelKind}
HEAD = """\
# Settings

<!-- Written by scripts/settings.py. -->

In each folder, from that of a Dockerfile upwards, `dockwright.toml`, `.dockwright.toml`, `pyproject.toml` with a
table `[tool.dockwright]` and hadolint's `.hadolint.yaml` are looked for in this order, and the nearest folder that
has one wins. What an editor sets under `dockwright.` counts over it. hadolint's file brings the profile `hadolint`.
Keys may be written as here, in `kebab-case` or in `snake_case`. `dockwright.schema.json` beside this page is their
schema.

```toml
profile = "default"
engine = "podman"

[rules]
pinning = "warning"      # a group
DL3020 = "off"           # any name of a rule, or of a part of one
MaintainerDeprecated = "error"

[[overrides]]
paths = ["legacy/**", "*.legacy.Dockerfile"]
rules = { DL3006 = "off" }
```

Levels are `error`, `warning`, `information`, `hint` and `off`. A name of a rule wins over a group, a group over the
profile, and of several names of one rule the last one counts. `dockwright rule` lists the rules with their levels.
Names of other scanners work as well, in settings and in comments: those of checkov (`CKV_DOCKER_4`), Trivy (`DS-0005`), SonarQube
(`S7029`) and the ids of KICS. How teams share settings, lock rules and write rules of their own: [policy.md](policy.md).

"""


def main() -> None:
    PAGE.write_text(written(), encoding="utf-8")


def written() -> str:
    """The page."""
    names = {name for rule in all_rules() for name in rule.names}
    groups = sorted({group for rule in all_rules() for group in rule.groups} - names)
    rows = "\n".join(_row(name.removeprefix("dockwright."), shape) for name, shape in settings().items())
    policy = "\n".join(_row(name, shape) for name, shape in file_settings().items())
    listed = "\n".join(f"- `{group}`: {_members(group)}" for group in groups)
    choices = "\n\n".join(_choices(title, kind) for title, kind in CHOSEN.items())
    head = "| setting | default | meaning |\n|---|---|---|"
    table = f"## All settings\n\n{head}\n{rows}\n\n## In files alone\n\nSee [policy.md](policy.md).\n\n{head}\n{policy}"
    return f"{HEAD}\n{choices}\n\n## Groups\n\n{listed}\n\n{table}\n"


def _choices(title: str, kind: Any) -> str:
    return f"## {title}\n\n" + "\n".join(f"- `{value}`: {words}" for value, words in CHOICES[kind].items())


def _members(group: str) -> str:
    return ", ".join(rule.code for rule in all_rules() if group in rule.groups)


def _row(name: str, shape: dict[str, Any]) -> str:
    values = "; one of " + ", ".join(f"`{value}`" for value in shape["enum"]) if "enum" in shape else ""
    default = f"`{json.dumps(shape['default'])}`" if "default" in shape else ""
    return f"| `{name}` | {default} | {shape['description'].rstrip('.')}{values}. |"


if __name__ == "__main__":
    main()
