"""A drawing board: lines, marks and words in units, and the colours that pictures are made of."""

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

#: Pixels for each unit: the sharpest phones have three.
SCALE = 3
INK, QUIET, RULE, PAPER = "#1d1c1d", "#616061", "#dddddd", "#ffffff"
PLANNED, DONE, LATE, TODAY = "#1f5f9a", "#2e7d4f", "#b3261e", "#8a6d00"

Point = tuple[float, float]

#: DejaVu Sans, Latin, Greek and Cyrillic only (see LICENSE there). Other scripts are left to the words beside.
_FONTS = Path(__file__).with_name("fonts")


class Sheet:
    """A drawing board in units, drawn twice as large as it is kept so that slanted edges are smooth."""

    FINE = 2

    def __init__(self, width: float, height: float) -> None:
        self._by = SCALE * self.FINE
        self._image = Image.new("RGB", (round(width * self._by), round(height * self._by)), PAPER)
        self._pen = ImageDraw.Draw(self._image)

    def line(self, start: Point, end: Point, colour: str, width: float = 1.0) -> None:
        self._pen.line([*self._at(start), *self._at(end)], fill=colour, width=round(width * self._by))

    def dashes(self, start: Point, end: Point, colour: str, width: float = 1.0, dash: float = 4.0) -> None:
        """A dashed line straight down or across."""
        (x0, y0), (x1, y1) = start, end
        length = max(abs(x1 - x0), abs(y1 - y0))
        for number in range(int(length / dash / 2) + 1):
            a, b = (min(1.0, each * dash / length) for each in (2 * number, 2 * number + 1))
            self.line((x0 + (x1 - x0) * a, y0 + (y1 - y0) * a), (x0 + (x1 - x0) * b, y0 + (y1 - y0) * b), colour, width)

    def diamond(self, at: Point, size: float, colour: str, *, hollow: bool = False) -> None:
        x, y = at
        corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y), (x, y - size)]
        points = [each for corner in corners for each in self._at(corner)]
        self._pen.polygon(points, fill=PAPER if hollow else colour)
        self._pen.line(points, fill=colour, width=round(1.4 * self._by), joint="curve")

    def disc(self, at: Point, size: float, colour: str) -> None:
        x, y = at
        self._pen.ellipse([*self._at((x - size, y - size)), *self._at((x + size, y + size))], fill=colour)

    def box(self, start: Point, end: Point, colour: str) -> None:
        self._pen.rectangle([*self._at(start), *self._at(end)], fill=colour)

    def write(self, at: Point, words: str, size: float, colour: str, *, bold: bool = False, anchor: str = "ls") -> None:
        self._pen.text(self._at(at), words, fill=colour, font=_font(round(size * self._by), bold), anchor=anchor)

    def width(self, words: str, size: float, *, bold: bool = False) -> float:
        return _font(round(size * self._by), bold).getlength(words) / self._by

    def fitted(self, words: str, size: float, room: float, *, bold: bool = False) -> str:
        """The words, cut so that they take no more than `room`."""
        if self.width(words, size, bold=bold) <= room:
            return words
        while words and self.width(words + "…", size, bold=bold) > room:
            words = words[:-1]
        return words.rstrip() + "…"

    def png(self) -> bytes:
        small = self._image.reduce(self.FINE)
        kept = io.BytesIO()
        # A palette is enough for flat colours and their edges, and a third of the size.
        small.quantize(palette=_palette(), dither=Image.Dither.NONE).save(kept, "PNG")
        return kept.getvalue()

    def _at(self, point: Point) -> Point:
        return point[0] * self._by, point[1] * self._by


@cache
def _palette() -> Image.Image:
    """Each colour in eleven steps towards the paper (finding them anew takes ten times as long)."""
    shades: list[int] = []
    for colour in (INK, QUIET, PLANNED, DONE, LATE, TODAY):
        for step in range(11):
            mixed = zip(ImageColor.getrgb(colour), ImageColor.getrgb(PAPER), strict=True)
            shades += [round(ink + (paper - ink) * step / 10) for ink, paper in mixed]
    shades += ImageColor.getrgb(RULE)
    found = Image.new("P", (1, 1))
    found.putpalette(shades)
    return found


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(_FONTS / name), size, layout_engine=ImageFont.Layout.BASIC)
