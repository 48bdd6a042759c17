"""What is known of a WebP picture from its header alone, as RFC 9649 lays it down."""

from __future__ import annotations

_ALPHA, _EXIF, _ANIMATION = 0x10, 0x08, 0x02  # flags of the extended format
_ALPHA_USED = 1 << 28  # of the lossless one


def webp_size(data: bytes) -> tuple[int, int] | None:
    """(width, height); None where the header is another one."""
    kind = data[12:16]
    if data[8:12] != b"WEBP" or len(data) < 30:
        return None
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    return None


def is_plain_webp(data: bytes) -> bool:
    """Whether it is a single opaque picture that stands upright."""
    kind = data[12:16]
    if data[8:12] != b"WEBP" or len(data) < 30:
        return False
    if kind == b"VP8X":
        return not data[20] & (_ALPHA | _EXIF | _ANIMATION)
    if kind == b"VP8L":
        return not int.from_bytes(data[21:25], "little") & _ALPHA_USED
    return kind == b"VP8 "
