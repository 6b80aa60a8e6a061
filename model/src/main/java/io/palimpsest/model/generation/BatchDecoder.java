package io.palimpsest.model.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.Inputs;
import io.palimpsest.model.network.Past;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Continues many prompts together, each with the most likely tokens, as {@link TextGenerator} would
 * one by one with {@link Sampling#GREEDY}.
 *
 * <p>All rows of a batch stand at the same position: where one's prompt is still going on, it is
 * shown its own next token, and the others what they wrote. So nothing is padded, and prompts of
 * about equal length share a batch.
 *
 * <p>For one thread, which takes no gradients from then on.
 */
public final class BatchDecoder {
  /** More rows are hardly faster on a processor, and wait longer for the longest answer. */
  private static final int ROWS = 64;

  private final Transformer network;
  private final int eos;
  private final NDManager manager;

  /**
   * @param network that reads tokens, of one direction
   * @param eos the id that ends a sequence
   */
  public BatchDecoder(Transformer network, int eos, NDManager manager) {
    this.network = network;
    this.eos = eos;
    this.manager = manager;
  }

  /**
   * What follows each prompt, in the prompts' order.
   *
   * @param prompts of one id or more
   * @param maxTokens of an answer, 1 or more
   * @throws InvalidInputException if a prompt does not fit the network's context
   */
  public List<GeneratedTokens> decode(List<List<Integer>> prompts, int maxTokens) {
    Torch.disableGradients();
    List<Row> rows = prompts.stream().map(prompt -> row(prompt, maxTokens)).toList();
    List<Row> byLength = new ArrayList<>(rows);
    byLength.sort(Comparator.comparingInt(row -> row.prompt.size()));
    for (int start = 0; start < byLength.size(); start += ROWS) {
      write(byLength.subList(start, Math.min(start + ROWS, byLength.size())));
    }
    return rows.stream().map(row -> new GeneratedTokens(row.written, row.stop)).toList();
  }

  private Row row(List<Integer> prompt, int maxTokens) {
    int context = network.config().context();
    if (prompt.size() > context) {
      throw new InvalidInputException(
          "a prompt has %d positions and the network's context is %d: give shorter prompts"
              .formatted(prompt.size(), context));
    }
    return new Row(prompt, maxTokens, context, eos);
  }

  private void write(List<Row> rows) {
    try (Past past = network.past(rows.size())) {
      // They are sorted: the first is the shortest.
      int shown = rows.get(0).prompt.size();
      long[] next = mostLikely(rows, 0, shown, past);
      while (accept(rows, next, shown)) {
        next = mostLikely(rows, shown, shown + 1, past);
        shown++;
      }
    }
  }

  /** Whether any row goes on. */
  private static boolean accept(List<Row> rows, long[] next, int shown) {
    boolean goesOn = false;
    for (int i = 0; i < next.length; i++) {
      rows.get(i).accept(Math.toIntExact(next[i]), shown);
      goesOn |= rows.get(i).stop == null;
    }
    return goesOn;
  }

  /** Shows positions {@code from} to {@code to}; the most likely id behind them in each row. */
  private long[] mostLikely(List<Row> rows, int from, int to, Past past) {
    int count = rows.size();
    int width = to - from;
    long[] ids =
        rows.stream().flatMapToLong(row -> IntStream.range(from, to).mapToLong(row::at)).toArray();
    long[] last = IntStream.range(0, count).mapToLong(row -> (row + 1L) * width - 1).toArray();
    try (NDManager arrays = manager.newSubManager()) {
      NDArray layout = arrays.arange(0, count * width, 1, DataType.INT64).reshape(count, width);
      Inputs inputs =
          new Inputs(Optional.empty(), Optional.of(arrays.create(ids)), layout, Optional.empty());
      NDArray states = network.append(inputs, past);
      return network.tokens(states, arrays.create(last)).argMax(1).toLongArray();
    }
  }

  /** A prompt and what was written behind it so far. */
  private static final class Row {
    private final List<Integer> prompt;
    private final int maxTokens;
    private final int context;
    private final int eos;
    private final List<Integer> written = new ArrayList<>();
    private Stop stop;

    Row(List<Integer> prompt, int maxTokens, int context, int eos) {
      this.prompt = prompt;
      this.maxTokens = maxTokens;
      this.context = context;
      this.eos = eos;
    }

    /** The id at a position; behind the end of a row that has stopped, any will do. */
    int at(int position) {
      int behind = position - prompt.size();
      if (behind < 0) {
        return prompt.get(position);
      }
      return behind < written.size() ? written.get(behind) : eos;
    }

    /** Hears which id is the most likely behind {@code shown} positions. */
    void accept(int id, int shown) {
      if (stop != null || shown < prompt.size()) {
        return;
      }
      if (id == eos) {
        stop = Stop.END;
        return;
      }
      written.add(id);
      if (written.size() == maxTokens) {
        stop = Stop.LIMIT;
      } else if (shown == context) {
        stop = Stop.CONTEXT;
      }
    }
  }
}
