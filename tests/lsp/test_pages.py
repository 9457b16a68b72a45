"""The pages of rules as an editor shows them."""

from __future__ import annotations

import re

from dockwright.findings.rule import all_rules
from dockwright.findings.rule_pages import readable
from lsp.talk import REAL, Talk


def asked(talk: Talk, code: str) -> object:
    return talk.ask("workspace/executeCommand", {"command": "dockwright.page", "arguments": [code]})


def test_our_own_page_comes_as_markdown_and_another_as_its_address() -> None:
    with Talk(REAL) as talk:
        talk.start()
        page = asked(talk, "user-unknown")
        assert isinstance(page, dict) and page["markdown"].startswith("# Unknown user or group")
        assert "With its fixes:\n\n```dockerfile\nFROM alpine" in page["markdown"]
        page = asked(talk, "DL3008")
        assert isinstance(page, dict) and page["markdown"].startswith("# ")
        assert asked(talk, "SC2086") == {"url": "https://www.shellcheck.net/wiki/SC2086"}
        assert asked(talk, "no-such-rule") is None


def test_a_page_in_another_language_is_our_own() -> None:
    with Talk(REAL) as talk:
        talk.start(locale="ko")
        page = asked(talk, "DL3058")
        assert isinstance(page, dict) and page["markdown"].startswith("# 이메일 주소가 아닌 레이블 (DL3058)")
        assert "이렇게 설정했을 때:\n\n```toml" in page["markdown"]


def test_no_page_shows_what_only_tests_read() -> None:
    for rule in all_rules():
        text = readable(rule.code)
        fences = re.findall(r"^```(.*)$", text, re.MULTILINE)
        assert fences and len(fences) % 2 == 0, rule.code
        assert {*fences} <= {"", "dockerfile", "toml", "yaml", "text"}, rule.code
        assert "<|" not in text, rule.code
