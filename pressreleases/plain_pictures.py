"""The picture of an image alone: upright, in the colours of screens, nothing beside it."""

from io import BytesIO

from PIL import ImageCms, ImageOps


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
