/**
 * Configuration as records: defaults and documentation stand at the components, validation in the
 * constructors, and help, binding and fingerprints come from that one declaration.
 */
package io.palimpsest.pipelines.config;
