"""Names of Dockerfiles: for editors, the command line, build contexts, hooks and package.json."""

from __future__ import annotations

import re

PATTERN = r"(?i)(^|/)(dockerfile|containerfile)([._-][^/]*)?$|\.(dockerfile|containerfile)$"
"""A regular expression for the end of a path: `Dockerfile.dev`, `Dockerfile-dev`, `api.dockerfile`, `Containerfile`."""

ENDINGS = {
    "ignore": "dockerignore containerignore",
    "markdown": "md", "restructuredtext": "rst", "latex": "tex", "html": "html htm", "xml": "xml svg",
    "python": "py", "javascript": "js mjs cjs", "javascriptreact": "jsx", "typescript": "ts mts cts",
    "typescriptreact": "tsx", "css": "css", "scss": "scss", "csharp": "cs", "go": "go", "ruby": "rb", "lua": "lua",
    "shellscript": "sh", "powershell": "ps1", "sql": "sql", "java": "java", "c": "c", "cpp": "cc cpp h hpp",
    "json": "json", "yaml": "yml yaml", "diff": "diff patch",
    "plaintext": "mdx adoc txt j2 jinja jinja2 tpl tmpl tftpl gotmpl template erb ejs hbs mustache liquid njk twig in"
    " vue rego kt kts scala vim el nix bats proto lark g4 json5 jsonc jsonl toml csv tsv lock sum sig asc log snap"
    " golden orig rej bak swp ipynb",
    "": "png jpg jpeg gif ico webp pdf pyc zip gz tgz tar",
}  # fmt: skip
"""Extensions that show that a name like `Dockerfile.tsx` is not that of a Dockerfile, by the language in VS Code.

Extensions without a language are binary files, which no editor opens as text.
"""

OTHERS = rf"(?i)\.({'|'.join(ending for endings in ENDINGS.values() for ending in endings.split())})$"

_PATTERN, _OTHERS = re.compile(PATTERN), re.compile(OTHERS)


def is_of_another_kind(path: str) -> bool:
    """Whether a name is like that of a Dockerfile except for an extension of another language: `Dockerfile.tsx`."""
    return _PATTERN.search(path) is not None and _OTHERS.search(path) is not None


def is_dockerfile(path: str) -> bool:
    """Whether a file with this name, or at this path with `/` as separator, is a Dockerfile."""
    return _PATTERN.search(path) is not None and _OTHERS.search(path) is None
