"""Images that editors upload, decoded and written anew: only the picture is left.

What stood beside the picture goes: the place and the camera (EXIF), comments, what was hung on
after its end.
"""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from pressreleases.enums import FileType
from pressreleases.image_sizes import refuse_if_too_many_pixels, size_of_webp
from pressreleases.plain_pictures import plain_picture

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
