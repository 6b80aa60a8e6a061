package io.palimpsest.model.events;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads events by protobuf's own parser, from what TensorFlow's event.proto and summary.proto
 * declare; a field that is not declared there is an error.
 */
final class TensorFlowEvents {
  private static final Descriptor EVENT = event();

  private TensorFlowEvents() {}

  record Event(double wallTime, long step, String fileVersion, Map<String, Float> scalars) {}

  static Event parse(byte[] bytes) throws InvalidProtocolBufferException {
    DynamicMessage event = known(DynamicMessage.parseFrom(EVENT, bytes));
    Map<String, Float> scalars = new LinkedHashMap<>();
    DynamicMessage summary = known((DynamicMessage) get(event, "summary"));
    for (Object value : (List<?>) get(summary, "value")) {
      DynamicMessage scalar = known((DynamicMessage) value);
      scalars.put((String) get(scalar, "tag"), (Float) get(scalar, "simple_value"));
    }
    return new Event(
        (Double) get(event, "wall_time"),
        (Long) get(event, "step"),
        (String) get(event, "file_version"),
        scalars);
  }

  private static DynamicMessage known(DynamicMessage message) {
    if (!message.getUnknownFields().asMap().isEmpty()) {
      throw new AssertionError("undeclared fields: " + message.getUnknownFields());
    }
    return message;
  }

  private static Object get(DynamicMessage message, String field) {
    return message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private static Descriptor event() {
    DescriptorProto value =
        DescriptorProto.newBuilder()
            .setName("Value")
            .addField(field("tag", 1, Type.TYPE_STRING))
            .addField(field("simple_value", 2, Type.TYPE_FLOAT))
            .build();
    DescriptorProto summary =
        DescriptorProto.newBuilder()
            .setName("Summary")
            .addNestedType(value)
            .addField(
                field("value", 1, Type.TYPE_MESSAGE)
                    .setLabel(Label.LABEL_REPEATED)
                    .setTypeName(".tensorflow.Summary.Value"))
            .build();
    DescriptorProto event =
        DescriptorProto.newBuilder()
            .setName("Event")
            .addField(field("wall_time", 1, Type.TYPE_DOUBLE))
            .addField(field("step", 2, Type.TYPE_INT64))
            .addField(field("file_version", 3, Type.TYPE_STRING))
            .addField(field("summary", 5, Type.TYPE_MESSAGE).setTypeName(".tensorflow.Summary"))
            .build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("event.proto")
            .setPackage("tensorflow")
            .setSyntax("proto3")
            .addMessageType(summary)
            .addMessageType(event)
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Event");
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL);
  }
}
