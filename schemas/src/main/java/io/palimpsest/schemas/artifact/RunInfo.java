package io.palimpsest.schemas.artifact;

import java.util.SortedMap;

/**
 * Who made an artifact, when and with what; takes no part in its fingerprint.
 *
 * @param workflow the workflow's name
 * @param stage the stage's name in it
 * @param started ISO 8601 instant, UTC
 * @param seconds wall-clock time of the stage
 * @param versions of Palimpsest, Java, Beam and the runner, by name
 */
public record RunInfo(
    String workflow,
    String stage,
    String started,
    double seconds,
    SortedMap<String, String> versions) {}
