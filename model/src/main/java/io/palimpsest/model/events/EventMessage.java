package io.palimpsest.model.events;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The two kinds of event that a curve needs, as protocol buffers (tensorflow/core/util/event.proto
 * and framework/summary.proto). Few fields of them, and numbers that cannot change, are written
 * here: the generated classes come with code that current protobuf libraries call vulnerable.
 */
final class EventMessage {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;

  /** Of a Summary. */
  private static final int VALUE = 1;

  /** Of a Summary.Value. */
  private static final int TAG = 1;

  private static final int SIMPLE_VALUE = 2;

  private EventMessage() {}

  /** A file's first event. */
  static byte[] version(String version) {
    return message(out -> out.writeString(FILE_VERSION, version));
  }

  /**
   * A step's figures.
   *
   * @param seconds the event's time, since the start of 1970
   */
  static byte[] scalars(double seconds, long step, Map<String, Float> values) {
    return message(
        out -> {
          out.writeDouble(WALL_TIME, seconds);
          out.writeInt64(STEP, step);
          out.writeByteArray(SUMMARY, summary(values));
        });
  }

  private static byte[] summary(Map<String, Float> values) {
    return message(
        out -> {
          for (Map.Entry<String, Float> each : values.entrySet()) {
            out.writeByteArray(VALUE, value(each.getKey(), each.getValue()));
          }
        });
  }

  private static byte[] value(String tag, float value) {
    return message(
        out -> {
          out.writeString(TAG, tag);
          out.writeFloat(SIMPLE_VALUE, value);
        });
  }

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }
}
