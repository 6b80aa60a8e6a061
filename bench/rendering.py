"""The peer of bench/rendering: PangoCairo through Python, as in the PIXEL and PixelGPT papers.

  rendering.py FONTS DOCUMENTS   with our fonts' folder and RenderingDocuments' folder

Waits on standard input for rounds, lines of DOCUMENTS FORM, and answers each with a line of
documents/s, patches/s and bytes/s. A document is drawn on a new surface of 16 × 16,384 pixels and
becomes an array: rgb (rows × columns × 3), view (the same, but only as a view of cairo's pixels,
their order in memory unchanged), grey (drawn on a surface without colour); copy copies an rgb
array a document, not drawing it.

Its first font is our first one and its others come from the same folder, chosen by fontconfig.
"""

import pathlib
import subprocess
import sys
import time

import cairo
import numpy as np
import pango_line

PATCHES = 1024
WIDTH = PATCHES * pango_line.SIDE
COPIED = 100


def family(fonts):
    """The name that fontconfig has for our first font, which need not be the one it is sold by."""
    first = (fonts.parent / "default-fonts.sha256").read_text().split()[1]
    command = ["fc-scan", "--format", "%{family[0]}", fonts / first]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def array(text, form):
    surface_form = cairo.FORMAT_A8 if form == "grey" else cairo.FORMAT_RGB24
    surface, layout = pango_line.draw(text, FAMILY, WIDTH, surface_form)
    patches = min(pango_line.width(layout) // pango_line.SIDE, PATCHES - 1)
    pixels = pango_line.grey(surface) if form == "grey" else pango_line.rgb(surface)
    # The black patch that ends a sequence.
    pixels[:, patches * pango_line.SIDE : (patches + 1) * pango_line.SIDE] = 0
    return (np.ascontiguousarray(pixels) if form == "rgb" else pixels), patches


def copies(count, arrays):
    """The bytes of so many copies into one and the same array."""
    target = np.empty_like(arrays[0])
    for i in range(count):
        np.copyto(target, arrays[i % len(arrays)])
    return count * target.nbytes


def run(documents, form):
    patches = size = 0
    # Enough of them not to stay in the processor's caches.
    arrays = [array(document, "rgb")[0] for document in documents[:COPIED]] if form == "copy" else []
    began = time.perf_counter()
    if form == "copy":
        size = copies(len(documents), arrays)
    else:
        for document in documents:
            pixels, more = array(document, form)
            patches += more
            size += pixels.nbytes
    seconds = time.perf_counter() - began
    return f"{len(documents) / seconds:.1f} {patches / seconds:.0f} {size / seconds:.0f}"


if __name__ == "__main__":
    fonts = pathlib.Path(sys.argv[1])
    FAMILY = family(fonts)
    kept = pango_line.only_fonts_of(fonts)
    for request in sys.stdin:
        name, form = request.split()
        documents = pathlib.Path(sys.argv[2], name + ".txt").read_text("utf-8").rstrip("\n").split("\n")
        print(run(documents, form), flush=True)
