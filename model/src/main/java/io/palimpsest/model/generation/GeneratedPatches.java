package io.palimpsest.model.generation;

/**
 * What a network drew.
 *
 * @param patches behind the prompt, of as many channels as the prompt; may be none
 */
public record GeneratedPatches(ImagePatches patches, Stop stop) {}
