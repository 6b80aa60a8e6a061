package io.palimpsest.pipelines.export;

import io.palimpsest.schemas.InvalidInputException;

/** Workspaces of pods, which share no disk. */
final class RemoteWorkspace {
  private RemoteWorkspace() {}

  /**
   * The location itself.
   *
   * @throws InvalidInputException if it lies on this machine
   */
  static String require(String location) {
    if (!location.matches("[a-z0-9+]+://.*")) {
      throw new InvalidInputException(
          "workspace %s lies on this machine, pods need one that they all reach; give --workspace gs://BUCKET/FOLDER"
              .formatted(location));
    }
    return location;
  }
}
