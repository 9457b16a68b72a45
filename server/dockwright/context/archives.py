"""Whether ADD unpacks a file: BuildKit checks the content, never the name (solver/llbsolver/file/unpack.go)."""

from __future__ import annotations

NEEDED = 1_000_000
"""Number of bytes of a file that decide: a bzip2 block has up to 900 kB and is decompressed as a whole."""

_BLOCK = 512


def is_archive(head: bytes) -> bool | None:
    """Whether a file with this beginning is a readable tar archive, compressed or not; None if not known."""
    if head.startswith(b"\x1f\x8b\x08"):
        return _first(_gzip(head))
    if head.startswith(b"BZh"):
        return _first(_bzip2(head))
    if head.startswith(b"\xfd7zXZ\x00"):
        return _first(_xz(head))
    if head.startswith(b"\x28\xb5\x2f\xfd") or (head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50):
        return _zstandard(head)
    return _first(head)


def _first(data: bytes | None) -> bool | None:
    """Whether a text begins with a valid tar header."""
    if data is None:
        return False
    if len(data) < _BLOCK:
        return False
    from tarfile import HeaderError, TarInfo

    try:
        TarInfo.frombuf(data[:_BLOCK], "utf-8", "surrogateescape")
    except (HeaderError, ValueError):
        return False
    return True


def _gzip(head: bytes) -> bytes | None:
    import zlib

    found = b""
    try:
        while head.startswith(b"\x1f\x8b") and len(found) < _BLOCK:
            member = zlib.decompressobj(wbits=31)
            found += member.decompress(head, _BLOCK)
            head = member.unused_data
    except zlib.error:
        return None
    return found


def _bzip2(head: bytes) -> bytes | None:
    import bz2

    try:
        return bz2.BZ2Decompressor().decompress(head, _BLOCK)
    except OSError:
        return None


def _xz(head: bytes) -> bytes | None:
    import lzma

    try:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=200_000_000).decompress(head, _BLOCK)
    except lzma.LZMAError:
        return None


def _zstandard(head: bytes) -> bool | None:
    """Python supports Zstandard since 3.14; on older versions the answer is unknown."""
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    try:
        return _first(zstd.ZstdDecompressor().decompress(head, _BLOCK))
    except zstd.ZstdError:
        return False
