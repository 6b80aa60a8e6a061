/** The command line. */
package io.palimpsest.pipelines.cli;
