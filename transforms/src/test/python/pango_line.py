"""A line of text as PangoCairo draws it, the renderer of the PIXEL and PixelGPT papers.

Needs Debian's python3-gi-cairo, gir1.2-pango-1.0 and python3-numpy.
"""

import os
import pathlib
import tempfile

import gi

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")

import cairo
import numpy as np
from gi.repository import Pango, PangoCairo

POINTS, DPI = 8, 120
SIDE, PADDING = 16, 2
# As RenderConfig.baseline(): a quarter of the line lies below it.
BASELINE = SIDE * 3 // 4

OPTIONS = cairo.FontOptions()
OPTIONS.set_antialias(cairo.ANTIALIAS_GRAY)
OPTIONS.set_hint_style(cairo.HINT_STYLE_SLIGHT)
OPTIONS.set_hint_metrics(cairo.HINT_METRICS_ON)


def only_fonts_of(folder):
    """Before anything is drawn: hides the machine's fonts and its settings of them.

    Returns what must be kept alive as long as fonts are loaded.
    """
    own = tempfile.TemporaryDirectory()
    config = pathlib.Path(own.name, "fonts.conf")
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{pathlib.Path(folder).resolve()}</dir><cachedir>{own.name}</cachedir></fontconfig>"
    )
    os.environ["FONTCONFIG_FILE"] = str(config)
    return own


def lay_out(surface, text, family):
    """The text's layout, and the drawing context that it is for."""
    context = cairo.Context(surface)
    pango = PangoCairo.create_context(context)
    PangoCairo.context_set_resolution(pango, DPI)
    PangoCairo.context_set_font_options(pango, OPTIONS)
    layout = Pango.Layout.new(pango)
    font = Pango.FontDescription.new()
    font.set_family(family)
    font.set_size(POINTS * Pango.SCALE)
    layout.set_font_description(font)
    layout.set_text(text, -1)
    return layout, context


def draw(text, family, width, form=cairo.FORMAT_RGB24):
    """Black on white on a new surface of 16 × width pixels, or ink alone on A8; and the layout."""
    surface = cairo.ImageSurface(form, width, SIDE)
    layout, context = lay_out(surface, text, family)
    if form == cairo.FORMAT_RGB24:
        context.set_source_rgb(1, 1, 1)
        context.paint()
    context.set_source_rgb(0, 0, 0)
    context.move_to(PADDING, BASELINE - layout.get_baseline() / Pango.SCALE)
    PangoCairo.show_layout(context, layout)
    surface.flush()
    return surface, layout


def width(layout):
    """Pixels of a layout and its padding, up to the next border of a patch."""
    return -(-(layout.get_pixel_size()[0] + 2 * PADDING) // SIDE) * SIDE


def rgb(surface):
    """A view of an RGB24 surface's pixels, rows × columns × (red, green, blue)."""
    rows, columns = surface.get_height(), surface.get_width()
    # A pixel is four bytes: blue, green, red and one unused.
    pixels = np.frombuffer(surface.get_data(), np.uint8).reshape(rows, columns, 4)
    return pixels[:, :, 2::-1]


def grey(surface):
    """An A8 surface's pixels, rows × columns, paper 255."""
    rows, stride = surface.get_height(), surface.get_stride()
    ink = np.frombuffer(surface.get_data(), np.uint8).reshape(rows, stride)
    return 255 - ink[:, : surface.get_width()]
