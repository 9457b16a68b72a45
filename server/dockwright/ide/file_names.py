"""Which files are Dockerfiles by their name, the same for editors' workspaces, the command line and the hooks."""

from __future__ import annotations

import re

PATTERN = r"(?i)(^|/)(dockerfile|containerfile)([._-][^/]*)?$|\.(dockerfile|containerfile)$"
"""What a path ends in. `Dockerfile.dev`, `Dockerfile-dev`, `api.dockerfile` and `Containerfile` are meant."""

OTHERS = r"(?i)\.(dockerignore|containerignore|mdx?|rst|adoc|txt|tex|html?|xml|svg|png|jpe?g|gif|ico|webp|pdf|j2|jinja2?|tpl|tmpl|tftpl|gotmpl|template|erb|ejs|hbs|mustache|liquid|njk|twig|in|py|pyc|ipynb|[cm]?[jt]sx?|vue|s?css|cs|go|rb|sh|ps1|rego|sql|java|kts?|scala|c|h|cc|cpp|hpp|lua|vim|el|nix|bats|proto|lark|g4|json[5c]?|jsonl|ya?ml|toml|csv|tsv|lock|sum|sig|asc|log|diff|patch|snap|golden|zip|t?gz|tar|orig|rej|bak|swp)$"  # fmt: skip  # noqa: E501
"""Files of other kinds whose names begin like that of a Dockerfile."""

_PATTERN, _OTHERS = re.compile(PATTERN), re.compile(OTHERS)


def is_dockerfile(path: str) -> bool:
    """Whether a file of this name, or at this path with `/` between the parts, holds a Dockerfile."""
    return _PATTERN.search(path) is not None and _OTHERS.search(path) is None
