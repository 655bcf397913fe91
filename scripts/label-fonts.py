"""Writes packages/labels/render/src/font/be-vietnam-pro.ts: the two weights that labels are set in, cut down to the
letters that can stand on one. Composite glyphs are resolved and hints are dropped, so that a reader of simple outlines
is enough. Needs fonttools, and the directory of the npm package @expo-google-fonts/be-vietnam-pro 0.4.1, unpacked:

    python3 scripts/label-fonts.py <package directory>
"""

import base64
import io
import pathlib
import sys

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

# ASCII, Latin-1 and the rest of the Vietnamese letters, the dong sign, dashes, quotation marks and the ellipsis.
RANGES = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x102, 0x103), (0x110, 0x111), (0x128, 0x129), (0x168, 0x169),
    (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1EA0, 0x1EF9), (0x20AB, 0x20AB), (0x2013, 0x2014),
    (0x2018, 0x2019), (0x201C, 0x201D), (0x2026, 0x2026),
]
WEIGHTS = {"REGULAR": "400Regular", "BOLD": "700Bold"}
TARGET = pathlib.Path(__file__).parent.parent / "packages/labels/render/src/font/be-vietnam-pro.ts"


def cut_down(path):
    font = TTFont(path, recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 5, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    glyphs = font.getGlyphSet()
    for name in font.getGlyphOrder():
        recording = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(recording)
        pen = TTGlyphPen(None)
        recording.replay(pen)
        font["glyf"][name] = pen.glyph()
    for tag in ("GSUB", "GPOS", "GDEF", "gasp", "post", "OS/2", "prep", "fpgm", "cvt ", "STAT", "DSIG"):
        if tag in font:
            del font[tag]
    written = io.BytesIO()
    font.save(written)
    return base64.b64encode(written.getvalue()).decode()


def main():
    package = pathlib.Path(sys.argv[1])
    lines = [
        "// Made by scripts/label-fonts.py. Be Vietnam Pro, Copyright 2021 The Be Vietnam Pro Project Authors",
        "// (https://github.com/bettergui/BeVietnamPro), SIL Open Font License 1.1, see OFL.txt of this package.",
    ]
    for name, weight in WEIGHTS.items():
        data = cut_down(package / weight / f"BeVietnamPro_{weight}.ttf")
        lines += ["", f"/** {weight[3:]}, a TrueType file in base64. */", f"export const {name} =", f"  '{data}';"]
    TARGET.write_text("\n".join(lines) + "\n")


main()
