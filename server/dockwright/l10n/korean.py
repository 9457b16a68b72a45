"""Korean particles after words in other alphabets, `curl`을 and `apt`를: chosen by the final sound."""

from __future__ import annotations

from dockwright.lazy import pattern

_BOTH = pattern(r"(\S)(`|\*\*|)(은\(는\)|이\(가\)|을\(를\)|과\(와\)|\(으\)로|\(이\)라는)")
"""How a catalogue writes a particle with two forms."""
_FORMS = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "(이)라는": ("이라는", "라는"),
}
"""The form after a consonant, and after a vowel."""
_CONSONANT_DIGITS = "013678"
_SPOKEN_L = "178"
_UNSPOKEN = "}])\"':"
"""What closes a variable, an array or a string, and is not read aloud."""
_WORD = pattern(r"[A-Za-z]+\Z")
_IRREGULAR = {"WORKDIR": "l", "HEALTHCHECK": "", "check": ""}
"""Words with another sound than they are spelled with."""
_CONSONANT = pattern(r"(?:[lmn]e?|ng|(?<![aeiou])[aeiou](?:[bpkt]|pp|ck))\Z", 2)


def with_particles(text: str) -> str:
    """The text with one form of each particle chosen; both stay if the pronunciation is not known."""
    return _BOTH.sub(lambda match: match[1] + match[2] + _chosen(match[3], text[: match.end(1)]), text)


def _chosen(both: str, before: str) -> str:
    end = _ending(before)
    if end is None:
        return both
    if end == "l" and both == "(으)로":
        return "로"
    return _FORMS[both][0 if end else 1]


def _ending(before: str) -> str | None:
    """`l` or another final consonant of the spoken text; empty for a vowel, None if it is not known."""
    before = before.rstrip(_UNSPOKEN) or before
    last = before[-1]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return "" if final == 0 else "l" if final == 8 else "c"
    if last.isdigit():
        return ("l" if last in _SPOKEN_L else "c") if last in _CONSONANT_DIGITS else ""
    word = _WORD.search(before)
    if word is None:
        return None
    if word[0] in _IRREGULAR:
        return _IRREGULAR[word[0]]
    found = _CONSONANT.search(word[0])
    return "" if found is None else "l" if found[0][0] in "lL" else "c"
