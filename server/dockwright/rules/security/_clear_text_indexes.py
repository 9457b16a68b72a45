"""Package indexes with an address without encryption: in an option, a setting, a variable or a configuration file."""

from __future__ import annotations

import re

from dockwright.lazy import pattern
from dockwright.rules.security._disabled_checks import START, Line, Setting, Table, Variable

FOREIGN = (
    r"(?!http://(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.[\d.]+(?![\w.-]))"
    r"(?!http://[\w.-]+\.(?:local|internal|lan|test|localhost)(?![\w.-]))"
    r"(?P<off>http)://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+[^\s\"';,|&)\\]*"
)
"""An address without encryption of a server that is not in the same network, as far as its name tells."""
_IS = r"(?:[ \t]+|[ \t]*=[ \t]*)[\"']?"
_REPOS = r"(?:repos|CRAN)[ \t]*=[ \t]*(?:c\([ \t]*)?(?:[\w\"']+[ \t]*=[ \t]*)?\\?[\"']"
_JS = ("npm", "yarn", "pnpm", "bun", "npx")
_YUM = ("yum-config-manager", "dnf", "dnf5")
_PYTHON = ("pip", "uv", "pipx", "pipenv", "poetry", "pdm")


def _message(shown: str, reader: str) -> str:
    if not shown.rpartition("http://")[1]:
        return f"With `{shown}`, `{reader}` takes packages from servers without encryption; leave it on"
    return f"`{reader}` takes packages from here without encryption, so an attacker can replace them; use `https`"


def _any(text: str) -> re.Pattern[str]:
    return pattern(text, re.IGNORECASE)


_ADDRESS = _any(rf"(?:.*[,| ])?{FOREIGN}(?:[,| ].*)?")
INDEXES = Table(
    _any("http://|secure-http"),
    _message,
    (),
    (
        Setting(("gem",), _any(rf"(?<!\S)(?:--source|-s|--add|-a){_IS}{FOREIGN}")),
        Setting(("bundler",), _any(rf"\bmirror\.\S+[ \t]+{FOREIGN}")),
        Setting(
            _PYTHON, _any(rf"(?<!\S)(?:--(?:extra-)?index-url|-i|--default-index|--index|--pypi-mirror){_IS}{FOREIGN}")
        ),
        Setting(_PYTHON, _any(rf"\b(?:global|install|user|site)\.(?:extra-)?index-url[ \t]+[\"']?{FOREIGN}")),
        Setting(_JS, _any(rf"(?<![\w.-])(?:--)?registry{_IS}{FOREIGN}")),
        Setting(("yarn",), _any(rf"\bnpmRegistryServer[ \t]+[\"']?{FOREIGN}")),
        Setting(("composer",), _any(r"\bsecure-http[ \t]+false\b")),
        Setting(("cargo",), _any(rf"(?<!\S)--(?:index|git){_IS}{FOREIGN}")),
        Setting(("poetry",), _any(rf"\bsource[ \t]+add\b[^\n;&|]*?(?<=\s){FOREIGN}")),
        Setting(("pecl", "pear"), _any(rf"\binstall\b[^\n;&|]*?(?<=\s){FOREIGN}")),
        Setting(("R", "r", "Rscript"), _any(rf"\b{_REPOS}{FOREIGN}")),
        Setting(("install2.r", "install.r"), _any(rf"(?<!\S)(?:-r|--repos){_IS}{FOREIGN}")),
        Setting(("cpanm", "cpm"), _any(rf"(?<!\S)--mirror{_IS}{FOREIGN}")),
        Setting(("luarocks",), _any(rf"(?<!\S)--(?:only-)?server{_IS}{FOREIGN}")),
        Setting(_YUM, _any(rf"(?<!\S)--add-repo{_IS}{FOREIGN}(?<=\.repo)")),
        Setting(("dotnet", "nuget"), _any(rf"\badd[ \t]+source[ \t]+[\"']?{FOREIGN}")),
    ),
    {
        "GOPROXY": Variable("go", _ADDRESS),
        "PIP_INDEX_URL": Variable("pip", _ADDRESS),
        "PIP_EXTRA_INDEX_URL": Variable("pip", _ADDRESS),
        "UV_INDEX_URL": Variable("uv", _ADDRESS),
        "UV_DEFAULT_INDEX": Variable("uv", _ADDRESS),
        "NPM_CONFIG_REGISTRY": Variable("npm", _ADDRESS),
        "YARN_NPM_REGISTRY_SERVER": Variable("yarn", _ADDRESS),
    },
    (
        Line("npm", _any(rf"{START}(?:@[\w-]+:)?registry[ \t]*=[ \t]*{FOREIGN}")),
        Line("R", _any(rf"\b{_REPOS}{FOREIGN}")),
        Line("pip", _any(rf"{START}(?:extra-)?index-url[ \t]*=[ \t]*{FOREIGN}")),
    ),
    {},
)
