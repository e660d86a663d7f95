"""Covers for the invented artist, drawn from her own score: a line of it on a staff."""

import json
from io import BytesIO

from PIL import Image, ImageDraw

from libitum.catalog.models import Artist, Release, Track
from libitum.media.models import Artwork, PictureUpload
from libitum.media.services.artwork import place_of, send_picture

from .data import SCORE
from .synthesis import STEPS

SIDE = 1200
# Drawn larger and scaled down, so that edges are smooth.
FINE = 2
MARGIN, TOP, GAP = 150, 200, 66
PER_STAFF, STAVES = 6, 2
STAFF_STEP = 540
PAPER = "#f5f0e6"
BOTTOM_LINE, MIDDLE = "e4", 4


def ensure_cover(work: Track | Release | Artist, *, line: str, colour: str, alt: str) -> None:
    where = place_of(work)
    if Artwork.objects.filter(**where).exists() or PictureUpload.objects.filter(**where).exists():
        return
    owner = work.owner if isinstance(work, Artist) else work.artist.owner
    send_picture(actor=owner, work=work, content=drawn(line, colour), alt=alt)


def drawn(line: str, colour: str) -> BytesIO:
    """A square PNG of the first notes of a line of the score."""
    words = json.loads(SCORE.read_text(encoding="utf-8"))["lines"][line].split()
    notes = list(zip(words[::2], words[1::2], strict=True))
    image = Image.new("RGB", (SIDE * FINE, SIDE * FINE), colour)
    pen = ImageDraw.Draw(image)
    for staff in range(STAVES):
        bottom = (TOP + staff * STAFF_STEP + 4 * GAP) * FINE
        for number in range(5):
            y = bottom - number * GAP * FINE
            pen.line([(0, y), (SIDE * FINE, y)], fill=PAPER, width=3 * FINE)
        some = notes[staff * PER_STAFF : (staff + 1) * PER_STAFF]
        for place, (name, beats) in enumerate(some):
            draw_note(pen, place, bottom, name, float(beats))
    out = BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "PNG")
    out.seek(0)
    return out


def height(name: str) -> int:
    """Steps of the scale above the lowest line: lines are even, spaces odd."""
    letters = sorted(STEPS, key=lambda letter: STEPS[letter])

    def place(note: str) -> int:
        return int(note[-1]) * 7 + letters.index(note[0])

    return place(name) - place(BOTTOM_LINE)


def draw_note(pen: ImageDraw.ImageDraw, place: int, bottom: float, name: str, beats: float) -> None:
    """Long notes are open; it is a picture, not an edition."""
    x = (MARGIN + place * (SIDE - 2 * MARGIN) / (PER_STAFF - 1)) * FINE
    y = bottom - height(name) * GAP / 2 * FINE
    wide, high = GAP * 0.66 * FINE, GAP * 0.46 * FINE
    is_long = beats > 1
    pen.ellipse(
        [x - wide, y - high, x + wide, y + high], fill=None if is_long else PAPER, outline=PAPER, width=9 * FINE
    )
    down = height(name) >= MIDDLE
    stem = x - wide + 3 * FINE if down else x + wide - 3 * FINE
    pen.line([(stem, y), (stem, y + (1 if down else -1) * 3.2 * GAP * FINE)], fill=PAPER, width=7 * FINE)
