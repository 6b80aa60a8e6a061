package io.palimpsest.transforms.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.artifact.BlockWriter;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.record.Document;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockBuilderTest {
  private static final Layout LAYOUT =
      Layout.of(
          List.of(new SplitLayout("train", Document.class, 1)),
          Layout.Duplicates.KEEP,
          /* bytes= */ 0);

  @Test
  void cutBlocksBecomeAFileOfTheirRecords() throws IOException {
    Block whole = stored(block(5));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (BlockWriter out = new BlockWriter(Document.getClassSchema(), file);
        BlockBuilder cut = new BlockBuilder()) {
      out.append(whole.records(), whole.packed());
      cut.add(whole, 1, 3);
      cut.add(whole, 4, 5);
      Block rest = cut.take();
      out.append(rest.records(), rest.packed());
    }
    assertThat(ids(file.toByteArray()))
        .containsExactly("d0", "d1", "d2", "d3", "d4", "d1", "d2", "d4");
  }

  @Test
  void aBlockIsLargeFromAQuarterOfAFullOneOn() throws IOException {
    assertThat(block(2).isLarge()).isFalse();
    assertThat(block(BlockBuilder.BLOCK_BYTES / 1000).isLarge()).isTrue();
  }

  private static Block block(int records) {
    EntryWriter entries = new EntryWriter();
    try (BlockBuilder builder = new BlockBuilder()) {
      for (int i = 0; i < records; i++) {
        Document document = new Document("d" + i, "x".repeat(1200));
        byte[] entry =
            entries.write(LAYOUT, 0, Entry.key(7, "d" + i), 0, i, 1, document).getValue();
        builder.add(entry);
      }
      return builder.take();
    }
  }

  private static Block stored(Block block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    block.write(new DataOutputStream(bytes));
    return Block.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  private static List<String> ids(byte[] file) throws IOException {
    List<String> ids = new ArrayList<>();
    try (var in = RecordFile.reader(Document.class, new ByteArrayInputStream(file))) {
      in.forEach(document -> ids.add(document.getId()));
    }
    return ids;
  }
}
