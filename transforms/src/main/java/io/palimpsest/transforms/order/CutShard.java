package io.palimpsest.transforms.order;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.BlockWriter;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardWriter;
import io.palimpsest.schemas.artifact.Storage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.OptionalLong;

/** Puts slices of parts together into a shard; only what slices cut, and crumbs, is packed anew. */
final class CutShard {
  private final Storage storage;
  private final Attempt attempt;
  private final Layout layout;

  CutShard(Storage storage, Attempt attempt, Layout layout) {
    this.storage = storage;
    this.attempt = attempt;
    this.layout = layout;
  }

  Shard write(ShardPlan plan) throws IOException {
    SplitLayout split = layout.splits().get(plan.split());
    ShardWriter file = new ShardWriter(storage, attempt);
    try (BlockWriter out = new BlockWriter(split.schema(), file);
        BlockBuilder pending = new BlockBuilder()) {
      for (ShardPlan.Slice slice : plan.slices()) {
        append(slice, pending, out);
      }
      flush(pending, out);
    }
    return file.finish(plan.name(), split.split(), OptionalLong.of(plan.records()));
  }

  private void append(ShardPlan.Slice slice, BlockBuilder pending, BlockWriter out)
      throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(storage.open(slice.part().path()), 1 << 18))) {
      long start = 0;
      while (start < slice.to()) {
        Block block = Block.read(in);
        int from = (int) Math.max(0, Math.min(block.records(), slice.from() - start));
        int to = (int) Math.min(block.records(), slice.to() - start);
        append(block, from, to, pending, out);
        start += block.records();
      }
    }
  }

  private static void append(Block block, int from, int to, BlockBuilder pending, BlockWriter out)
      throws IOException {
    if (from == 0 && to == block.records() && block.isLarge()) {
      flush(pending, out);
      out.append(block.records(), block.packed());
    } else if (from < to) {
      pending.add(block, from, to);
      if (pending.isFull()) {
        flush(pending, out);
      }
    }
  }

  private static void flush(BlockBuilder pending, BlockWriter out) throws IOException {
    if (!pending.isEmpty()) {
      Block block = pending.take();
      out.append(block.records(), block.packed());
    }
  }
}
