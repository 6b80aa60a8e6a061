package io.palimpsest.model;

import ai.djl.Device;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.palimpsest.schemas.InvalidInputException;

/** Where a process computes; one device a process. */
public enum DeviceChoice {
  /** A GPU if there is one that PyTorch can use. */
  @JsonProperty("auto")
  AUTO,
  @JsonProperty("cpu")
  CPU,
  @JsonProperty("cuda")
  CUDA;

  /**
   * The device.
   *
   * @throws InvalidInputException if it is not there
   */
  public Device device() {
    boolean gpu = Torch.engine().getGpuCount() > 0;
    if (this == CUDA && !gpu) {
      throw new InvalidInputException(
          "device is cuda, but PyTorch finds no GPU: put PyTorch's CUDA libraries on the class path, or use device: cpu");
    }
    return this != CPU && gpu ? Device.gpu() : Device.cpu();
  }
}
