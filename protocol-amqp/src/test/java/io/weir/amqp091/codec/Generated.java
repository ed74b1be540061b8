package io.weir.amqp091.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values of everything that there is on the wire, all of one seed. */
final class Generated {
  private static final int[] CHARACTERS = {'a', 'Z', '.', '#', ' ', 'é', 'ß', '漢', 0x1f407};

  private final Random random;

  /** Whether values are only those that RabbitMQ's Java client can hold. */
  private final boolean forJavaClient;

  private Generated(Random random, boolean forJavaClient) {
    this.random = random;
    this.forJavaClient = forJavaClient;
  }

  static Generated any(Random random) {
    return new Generated(random, false);
  }

  static Generated forJavaClient(Random random) {
    return new Generated(random, true);
  }

  Method method(Specification.Defined defined) {
    List<Object> arguments = new ArrayList<>();
    for (Specification.Field argument : defined.arguments()) {
      arguments.add(argument(argument.type(), defined.content()));
    }
    return Records.make(Records.BY_NAME.get(defined.name()), arguments);
  }

  private Object argument(String type, boolean content) {
    return switch (type) {
      case "shortstr" -> content ? shortString() : text();
      default -> field(type);
    };
  }

  /** Of a property, or an argument that is no short string. */
  Object field(String type) {
    return switch (type) {
      case "octet" -> random.nextInt(0x100);
      case "short" -> random.nextInt(0x10000);
      case "long" -> random.nextLong(0x1_0000_0000L);
      case "longlong" -> random.nextLong();
      case "timestamp" -> seconds();
      case "bit" -> random.nextBoolean();
      case "longstr" -> bytes();
      case "shortstr" -> shortString();
      case "table" -> table();
      default -> throw new AssertionError(type);
    };
  }

  /** Each property is there or not. */
  BasicProperties properties() {
    BasicPropertiesBuilder builder = BasicProperties.builder();
    if (random.nextInt(8) == 0) {
      return builder.build();
    }
    return builder
        .contentType(maybe("shortstr", ShortString.class))
        .contentEncoding(maybe("shortstr", ShortString.class))
        .headers(maybe("table", Table.class))
        .deliveryMode(maybe("octet", Integer.class))
        .priority(maybe("octet", Integer.class))
        .correlationId(maybe("shortstr", ShortString.class))
        .replyTo(maybe("shortstr", ShortString.class))
        .expiration(maybe("shortstr", ShortString.class))
        .messageId(maybe("shortstr", ShortString.class))
        .timestamp(maybe("timestamp", Long.class))
        .type(maybe("shortstr", ShortString.class))
        .userId(maybe("shortstr", ShortString.class))
        .appId(maybe("shortstr", ShortString.class))
        .clusterId(maybe("shortstr", ShortString.class))
        .build();
  }

  private <T> T maybe(String type, Class<T> of) {
    return random.nextBoolean() ? of.cast(field(type)) : null;
  }

  /** At most as long as a short string may be. */
  String text() {
    int length = length(300);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return ShortString.cut(text.toString());
  }

  ShortString shortString() {
    return forJavaClient ? ShortString.of(text()) : new ShortString(octets(length(256)));
  }

  private ByteString bytes() {
    return new ByteString(octets(length(400)));
  }

  /** Mostly short. */
  private int length(int bound) {
    return random.nextInt(random.nextInt(6) == 0 ? bound : 16);
  }

  byte[] octets(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  /** The client's dates are of milliseconds. */
  private long seconds() {
    return forJavaClient ? random.nextLong(1L << 40) : random.nextLong();
  }

  Table table() {
    return table(0);
  }

  private Table table(int depth) {
    Table.Builder table = Table.builder();
    int size = random.nextInt(6);
    for (int i = 0; i < size; i++) {
      // The client keeps one field of a name.
      ShortString name = forJavaClient ? ShortString.of(i + "é") : shortString();
      table.put(name, value(depth));
    }
    return table.build();
  }

  private Value value(int depth) {
    return switch (random.nextInt(depth < 4 ? 17 : 15)) {
      case 0 -> new Value.Bool(random.nextBoolean());
      case 1 -> new Value.Int8((byte) random.nextInt());
      case 2 -> new Value.Uint8(random.nextInt(0x100));
      case 3 -> new Value.Int16((short) random.nextInt());
      case 4 -> new Value.Uint16(random.nextInt(0x10000));
      case 5 -> new Value.Int32(random.nextInt());
      case 6 -> new Value.Uint32(random.nextLong(0x1_0000_0000L));
      case 7 -> new Value.Int64(random.nextLong());
      case 8 -> new Value.Float32(forJavaClient ? random.nextFloat() : anyFloat());
      case 9 -> new Value.Float64(forJavaClient ? random.nextDouble() : anyDouble());
      case 10 -> new Value.Decimal(random.nextInt(0x100), random.nextLong(0x1_0000_0000L));
      case 11 -> new Value.Text(bytes());
      case 12 -> new Value.Binary(bytes());
      case 13 -> new Value.Timestamp(seconds());
      case 14 -> new Value.Void();
      case 15 -> array(depth + 1);
      default -> table(depth + 1);
    };
  }

  private float anyFloat() {
    return Float.intBitsToFloat(random.nextInt());
  }

  private double anyDouble() {
    return Double.longBitsToDouble(random.nextLong());
  }

  private Value.Array array(int depth) {
    List<Value> values = new ArrayList<>();
    int size = random.nextInt(6);
    for (int i = 0; i < size; i++) {
      values.add(value(depth));
    }
    return new Value.Array(values);
  }
}
