"""Images that editors upload, decoded and written anew: only the picture is left.

What stood beside the picture goes: the place and the camera (EXIF), comments, what was hung on
after its end.
"""

import struct
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from pressreleases.enums import FileType

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 16_000
# No page shows a picture wider than this, not on a screen with two pixels to the point either.
SHOWN = (2400, 3600)
READERS = {FileType.JPEG: "JPEG", FileType.PNG: "PNG", FileType.WEBP: "WEBP"}
WRITTEN = {
    FileType.JPEG: {"quality": 85, "optimize": True, "progressive": True},
    FileType.PNG: {"optimize": True},
    FileType.WEBP: {"quality": 85, "method": 4},
}
# Our own limit is lower and refuses; Pillow's only warns at first.
Image.MAX_IMAGE_PIXELS = None


def rewritten(data, file_type):
    """(bytes, width, height) of the picture alone, in the same format, of a size for pages.

    Raises ValidationError for what is too large, moves, or cannot be read. The size is read from
    the header, before anything is decoded.
    """
    if file_type == FileType.WEBP:
        # Pillow sets aside memory for the whole picture as soon as it opens a WebP.
        refuse_if_too_many_pixels(*size_of_webp(data))
    try:
        with Image.open(BytesIO(data), formats=[READERS[file_type]]) as image:
            refuse_if_too_many_pixels(*image.size)
            # A telephone's JPEG may hold the picture twice (MPO); its first is the one shown.
            if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
                raise ValidationError(
                    _("Bilden är rörlig, och sådana tas inte emot. Spara en av rutorna.")
                )
            image.load()
            picture = plain_picture(image)
    except ValidationError:
        raise
    # Damaged images make the decoders fail in any way they like.
    except Exception as damage:
        raise ValidationError(
            _("Bilden går inte att läsa. Den är skadad eller avklippt. Spara om den.")
        ) from damage
    picture.thumbnail(SHOWN, Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, READERS[file_type], **WRITTEN[file_type])
    return out.getvalue(), *picture.size


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


def plain_picture(image):
    """The picture upright, in the colours of screens, without anything beside it."""
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        # Sixteen bits a point: keep the upper eight.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = in_screen_colours(image, profile)
    transparent = image.has_transparency_data and image.format != "JPEG"
    if image.mode != "L" or transparent:
        image = image.convert("RGBA" if transparent else "RGB")
    # Writers would copy comments and profiles from here.
    image.info = {}
    return image


def in_screen_colours(image, profile):
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(
            image, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        # A profile that cannot be used is dropped, as most programs do.
        return image
