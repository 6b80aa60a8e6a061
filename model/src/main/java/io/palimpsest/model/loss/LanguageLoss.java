package io.palimpsest.model.loss;

import ai.djl.ndarray.NDArray;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.network.Transformer;
import java.util.Optional;

/**
 * The errors of a batch's answers: {@link NextPatchLoss} of each patch, cross-entropy of each token
 * (arXiv 2404.10710, section 2.3).
 *
 * @param patches [N], if patches were asked for
 * @param tokens [N], in nats, if tokens were asked for
 */
public record LanguageLoss(Optional<NDArray> patches, Optional<NDArray> tokens) {

  /** Runs the network. */
  public static LanguageLoss of(Transformer network, Batch.Arrays batch) {
    NDArray states = network.states(batch.inputs());
    return new LanguageLoss(
        batch.patches().map(asked -> patchErrors(network, states, batch, asked)),
        batch.tokens().map(asked -> tokenErrors(network, states, asked)));
  }

  /**
   * The mean over patches plus the mean over tokens, as far as a step asks for any; of a part of a
   * step its share, so that the parts' sum, and their gradients', is the step's.
   *
   * @param allPatches patches asked for in the whole step
   * @param allTokens tokens asked for in the whole step
   */
  public NDArray share(int allPatches, int allTokens) {
    Optional<NDArray> first = patches.map(errors -> errors.sum().div(allPatches));
    Optional<NDArray> second = tokens.map(errors -> errors.sum().div(allTokens));
    return first
        .map(a -> second.map(a::add).orElse(a))
        .or(() -> second)
        .orElseThrow(() -> new IllegalStateException("the batch asks for nothing"));
  }

  private static NDArray patchErrors(
      Transformer network, NDArray states, Batch.Arrays batch, Batch.Asked asked) {
    NDArray all = batch.inputs().patches().orElseThrow();
    NDArray targets = NextPatchLoss.normalize(network.script().rows(all, asked.answers()));
    return NextPatchLoss.errors(network.patches(states, asked.at()), targets);
  }

  private static NDArray tokenErrors(Transformer network, NDArray states, Batch.Asked asked) {
    return network.script().tokenErrors(network.tokens(states, asked.at()), asked.answers());
  }
}
