"""Blank characters: some places in BuildKit use Go's `unicode.IsSpace`, others a list of five ASCII characters."""

from __future__ import annotations

GO_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Go's `unicode.IsSpace`. Python's `str.isspace` also accepts U+001C to U+001F, which BuildKit treats as text."""

SPLIT_BLANKS = "\t\v\f\r "
"""The characters that separate the keyword from its arguments, and words where quotes have no meaning."""
