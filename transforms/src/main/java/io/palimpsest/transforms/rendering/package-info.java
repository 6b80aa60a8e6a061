/**
 * Text to patches: a document's text is drawn as one line of black on white, cut into square
 * patches.
 *
 * <p>{@link io.palimpsest.transforms.rendering.TextRenderer} is the way in. It lays words out into
 * windows ({@code WindowLayout}); each distinct word is split into runs of one font and one script
 * ({@code FontRuns}), shaped by HarfBuzz ({@code GlyphShaper}), rasterised by FreeType ({@code
 * NativeFont}) and kept as a strip of coverage ({@code Strip}) in a bounded cache; {@code
 * PatchCanvas} copies strips into patches. Shaping and rasterising dominate the cost, and natural
 * text repeats its words, so the caches carry the throughput.
 *
 * <p>Hinting, rounding and blending follow PangoCairo (light hinting, glyph positions rounded to
 * whole pixels, grey anti-aliasing without gamma), the renderer of the PixelGPT and PIXEL papers.
 */
package io.palimpsest.transforms.rendering;
