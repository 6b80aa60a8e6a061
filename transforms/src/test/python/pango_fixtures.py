"""Draws the sentences of the fixtures' folder with PangoCairo, for PangoParityTest.

After a build, in the transforms module, with what pango_line.py needs:
    python3 src/test/python/pango_fixtures.py

Each line of sentences.tsv (after article 1 of the Universal Declaration of Human Rights; the font's
family is fontconfig's name for it) becomes SCRIPT.png: grey, 16 rows, white up to the next border of
16 pixels. A sentence that needs a second font is refused.
"""

import csv
import pathlib
import struct
import zlib

import pango_line

FOLDER = pathlib.Path("src/test/resources/io/palimpsest/transforms/rendering/pango")
FONTS = pathlib.Path("target/classes/io/palimpsest/transforms/rendering/fonts")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(grey):
    rows, columns = grey.shape
    header = struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0)
    lines = b"".join(b"\0" + line.tobytes() for line in grey)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*c) for c in chunks)


def families(layout):
    """The fonts that the layout's runs are set in."""
    runs = layout.get_line_readonly(0).runs
    return {run.item.analysis.font.describe().get_family() for run in runs}


kept = pango_line.only_fonts_of(FONTS)
with open(FOLDER / "sentences.tsv", encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
        text, family = row["text"], row["family"]
        surface, layout = pango_line.draw(text, family, 1)
        if families(layout) != {family} or layout.get_unknown_glyphs_count():
            raise SystemExit(f"{row['script']}: not all of it is in {family} but in {families(layout)}")
        width = pango_line.width(layout)
        surface, layout = pango_line.draw(text, family, width)
        grey = pango_line.rgb(surface)[:, :, 0]
        (FOLDER / (row["script"] + ".png")).write_bytes(png(grey))
        print(row["script"], width)
