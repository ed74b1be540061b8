package io.weir.kafka.connection;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * A request that parses and whose fields are chance's: small numbers, the odd extreme, odd names.
 */
record RandomRequest(Random random) {
  private static final String[] TEXTS = {
    "",
    "a",
    "topic",
    "group",
    "..",
    "a/b",
    "_u002F",
    "x".repeat(300),
    "\u0000",
    "gr\u00fc\u00dfe",
    "0",
    "consumer"
  };
  private static final Uuid ID = Uuid.randomUuid();

  /** The request as it goes over the wire, length and all. */
  byte[] encode(ApiKeys key, short version) {
    Schema schema = key.messageType.requestSchemas()[version];
    Struct body = struct(schema);
    short headerVersion = key.requestHeaderVersion(version);
    RequestHeaderData header =
        new RequestHeaderData()
            .setRequestApiKey(key.id)
            .setRequestApiVersion(version)
            .setCorrelationId(1)
            .setClientId("chance");
    ObjectSerializationCache cache = new ObjectSerializationCache();
    int size = header.size(cache, headerVersion) + schema.sizeOf(body);
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
    header.write(new ByteBufferAccessor(frame), cache, headerVersion);
    schema.write(frame, body);
    return frame.array();
  }

  private Struct struct(Schema schema) {
    Struct struct = new Struct(schema);
    for (BoundField field : schema.fields()) {
      struct.set(field, value(field.def.type));
    }
    return struct;
  }

  private Object value(Type type) {
    if (type.isNullable() && random.nextInt(4) == 0) {
      return null;
    }
    if (type.arrayElementType().isPresent()) {
      Object[] elements = new Object[random.nextInt(3)];
      Arrays.setAll(elements, i -> value(type.arrayElementType().get()));
      return elements;
    }
    if (type instanceof Schema schema) {
      return struct(schema);
    }
    if (type instanceof TaggedFields tagged) {
      Map<Integer, Object> fields = new TreeMap<>();
      tagged
          .fields()
          .forEach(
              (tag, field) -> {
                if (random.nextBoolean()) {
                  fields.put(tag, value(field.type));
                }
              });
      return fields;
    }
    return primitive(type.toString());
  }

  private Object primitive(String type) {
    return switch (type) {
      case "BOOLEAN" -> random.nextBoolean();
      case "INT8" -> (byte) random.nextInt(-1, 4);
      case "INT16" -> (short) random.nextInt(-2, 6);
      case "UINT16" -> random.nextInt(100);
      case "INT32" -> random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(-2, 5);
      case "UINT32" -> (long) random.nextInt(100);
      case "INT64" -> random.nextInt(4) == 0 ? random.nextLong() : (long) random.nextInt(-7, 9);
      case "UUID" -> random.nextBoolean() ? ID : Uuid.ZERO_UUID;
      case "FLOAT64" -> random.nextDouble();
      case "STRING", "COMPACT_STRING", "NULLABLE_STRING", "COMPACT_NULLABLE_STRING" ->
          TEXTS[random.nextInt(TEXTS.length)];
      case "BYTES", "COMPACT_BYTES", "NULLABLE_BYTES", "COMPACT_NULLABLE_BYTES" -> bytes();
      case "RECORDS", "COMPACT_RECORDS", "NULLABLE_RECORDS", "COMPACT_NULLABLE_RECORDS" ->
          MemoryRecords.readableRecords(bytes());
      default -> throw new IllegalArgumentException("a field of type " + type);
    };
  }

  private ByteBuffer bytes() {
    byte[] bytes = new byte[random.nextInt(100)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
