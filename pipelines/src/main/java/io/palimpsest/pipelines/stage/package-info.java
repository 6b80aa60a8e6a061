/** The stage types: each a configuration, its input ports, and the wiring of a transform. */
package io.palimpsest.pipelines.stage;
