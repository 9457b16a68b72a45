"""What counts as a blank: BuildKit asks Go in some places, and a list of five ASCII characters in others."""

from __future__ import annotations

GO_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Go's `unicode.IsSpace`. Python's `str.isspace` also takes U+001C to U+001F, which are text to BuildKit."""

SPLIT_BLANKS = "\t\v\f\r "
"""What separates the keyword from the rest, and words where quotes mean nothing."""
