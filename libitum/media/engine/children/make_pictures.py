"""`make_pictures.py FILE`: writes a picture anew in our sizes into the working folder, and prints what came of it.

Only pixels pass: text, positions, profiles and trailing bytes stay behind.
"""

import io
import json
import sys
from typing import Any

from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WIDTHS = (96, 320, 640, 1280)
FEED_WIDTH = 640
MAX_PIXELS = 4096 * 4096
MIN_SIDE = 64
PAPER = (255, 255, 255)


def answer(**fields: Any) -> None:
    print(json.dumps(fields))  # noqa: T201 -- our answer


def shrink(image: Image.Image) -> Image.Image:
    """To our largest size, before anything else takes a copy of it; only modes that can be resampled."""
    if image.mode in ("P", "1"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif image.mode.startswith("I"):  # 16-bit greys
        image = image.convert("F").point(lambda grey: grey * (1 / 256) + 0).convert("L")
    image.thumbnail((WIDTHS[-1], WIDTHS[-1]), Image.Resampling.LANCZOS)
    return image


def to_srgb(image: Image.Image) -> Image.Image:
    """Colours as they were meant, where a profile says so and can be read."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB")
        return converted or image.convert("RGB")
    return image.convert("RGB")


def flatten(image: Image.Image) -> Image.Image:
    """On white, where the picture is transparent."""
    if image.mode not in ("RGBA", "LA", "PA"):
        return to_srgb(image)
    layer = image.convert("RGBA")
    page = Image.new("RGB", layer.size, PAPER)
    page.paste(layer, mask=layer.getchannel("A"))
    return page


def widths_for(image: Image.Image) -> list[int]:
    """Our sizes that the picture fills, and its own when it lies between two."""
    longest = max(image.size)
    return sorted({width for width in WIDTHS if width <= longest} | {min(longest, WIDTHS[-1])})


def write(image: Image.Image) -> list[int]:
    widths = widths_for(image)
    for width in reversed(widths):  # each from the one before: less work, and the large one is freed
        image.thumbnail((width, width), Image.Resampling.LANCZOS)
        image.save(f"{width}.webp", quality=82, method=4)
        if width == min(FEED_WIDTH, widths[-1]) or (width > FEED_WIDTH and FEED_WIDTH not in widths):
            image.save("feed.jpg", quality=85, progressive=True, optimize=True)
    return widths


def main() -> None:
    with Image.open(sys.argv[1], formats=FORMATS) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            answer(refused="picture_too_large", width=width, height=height)
            return
        if min(width, height) < MIN_SIDE:
            answer(refused="picture_too_small", width=width, height=height)
            return
        image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        widths = write(flatten(ImageOps.exif_transpose(shrink(image))))
    answer(widths=widths, width=width, height=height)


if __name__ == "__main__":
    main()
