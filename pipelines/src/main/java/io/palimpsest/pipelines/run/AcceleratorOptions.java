package io.palimpsest.pipelines.run;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/**
 * What machine the stages of {@link io.palimpsest.pipelines.stage.Place#ACCELERATOR} ask for;
 * without these they run on the processors of any worker.
 */
public interface AcceleratorOptions extends PipelineOptions {
  /** A type of the cloud's, such as {@code nvidia-tesla-t4}; null for none. */
  @Description("GPU type that training and other accelerator stages ask for, none by default")
  String getAccelerator();

  void setAccelerator(String value);

  /** How many a worker has. */
  @Description("GPUs of each worker of an accelerator stage")
  @Default.Integer(1)
  int getAcceleratorCount();

  void setAcceleratorCount(int value);

  /** Memory with its unit, such as {@code 16GiB}; null for what the runner gives. */
  @Description("Memory that a worker of an accelerator stage has at least, such as 16GiB")
  String getTrainerRam();

  void setTrainerRam(String value);

  /** Makes the options known to the command line. */
  final class Registrar implements PipelineOptionsRegistrar {
    @Override
    public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
      return List.of(AcceleratorOptions.class);
    }
  }
}
