/**
 * Pictures of rendered text: patch sequences laid out in lines, as images and PNG files. Everything
 * draws into memory, so that no display is needed.
 */
package io.palimpsest.pipelines.image;
