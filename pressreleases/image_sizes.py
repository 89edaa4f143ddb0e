"""The sizes that an image may have, and the size that a WebP states before it is decoded."""

import struct

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 16_000


def refuse_if_too_many_pixels(width, height):
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise ValidationError(
            _(
                "Bilden är %(width)s × %(height)s bildpunkter. Den får ha högst 40 miljoner "
                "bildpunkter, och ingen sida får vara längre än 16 000."
            )
            % {"width": width, "height": height}
        )


def size_of_webp(data):
    """(width, height) as the first chunk of a WebP states them."""
    kind, body = data[12:16], data[20:30]
    try:
        if kind == b"VP8X":
            width, height = body[4:7] + b"\0", body[7:10] + b"\0"
            return struct.unpack("<I", width)[0] + 1, struct.unpack("<I", height)[0] + 1
        if kind == b"VP8L":
            [bits] = struct.unpack("<I", body[1:5])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    except struct.error:
        return 0, 0
