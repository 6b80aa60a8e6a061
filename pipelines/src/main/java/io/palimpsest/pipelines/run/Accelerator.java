package io.palimpsest.pipelines.run;

import io.palimpsest.pipelines.stage.Place;
import io.palimpsest.schemas.InvalidInputException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.resourcehints.ResourceHints;

/**
 * What {@link AcceleratorOptions} ask for, as Beam's resource hints: on the transforms of
 * accelerator stages alone, so that data stages get no GPU ("right fitting").
 */
final class Accelerator {
  private final ResourceHints hints;

  private Accelerator(ResourceHints hints) {
    this.hints = hints;
  }

  /**
   * Reads the options.
   *
   * @throws InvalidInputException if they cannot be met
   */
  static Accelerator of(PipelineOptions options) {
    AcceleratorOptions asked = options.as(AcceleratorOptions.class);
    ResourceHints hints = ResourceHints.create();
    if (asked.getAccelerator() != null) {
      hints = hints.withAccelerator(gpu(asked));
    } else if (asked.getAcceleratorCount() != 1) {
      throw new InvalidInputException(
          "acceleratorCount is %d and no accelerator is named; add --accelerator=TYPE, such as nvidia-tesla-t4"
              .formatted(asked.getAcceleratorCount()));
    }
    if (asked.getTrainerRam() != null) {
      hints = hints.withMinRam(bytes(asked.getTrainerRam()));
    }
    boolean any = !hints.equals(ResourceHints.create());
    if (any && !Dataflow.isRunnerOf(options)) {
      throw new InvalidInputException(
          "accelerator and trainerRam are for Dataflow's workers, and the runner is %s; leave them out, and run its workers where there are GPUs"
              .formatted(options.getRunner().getSimpleName()));
    }
    return new Accelerator(hints);
  }

  /** What a stage's transforms ask for. */
  ResourceHints hints(Place place) {
    return place == Place.ACCELERATOR ? hints : ResourceHints.create();
  }

  private static String gpu(AcceleratorOptions asked) {
    if (!asked.getAccelerator().matches("[a-z0-9-]+")) {
      throw new InvalidInputException(
          "accelerator is '%s'; give a type alone, such as nvidia-tesla-t4, and its number as --acceleratorCount"
              .formatted(asked.getAccelerator()));
    }
    if (asked.getAcceleratorCount() < 1) {
      throw new InvalidInputException(
          "acceleratorCount is %d; give 1 or more, or leave --accelerator out for none"
              .formatted(asked.getAcceleratorCount()));
    }
    return "type:%s;count:%d;install-nvidia-driver"
        .formatted(asked.getAccelerator(), asked.getAcceleratorCount());
  }

  private static String bytes(String ram) {
    if (!ram.matches("[0-9]+(\\.[0-9]+)? ?[KMGT]i?B")) {
      throw new InvalidInputException(
          "trainerRam is '%s'; give a number and KB to TB or KiB to TiB, such as 16GiB"
              .formatted(ram));
    }
    return ram;
  }
}
