package io.weir.kafka.group;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The topic names in what a consumer sends with {@code JoinGroup}. All versions begin with the same
 * fields (version, count, names), so the names are replaced and the rest is passed on byte for
 * byte.
 *
 * <p>The coordinator reads those names to know whether a group still needs an offset; the members
 * read them to share out partitions. Each must see its own form.
 */
final class Subscription {
  private static final int MAX_NAME_BYTES = Short.MAX_VALUE;

  private Subscription() {}

  /**
   * The subscription with other names.
   *
   * @param mapped which names are replaced; unless all are, nothing is
   * @return the same array where it is no subscription
   */
  static byte[] map(byte[] subscription, Predicate<String> mapped, UnaryOperator<String> names) {
    ByteBuffer in = ByteBuffer.wrap(subscription);
    ByteArrayOutputStream out = new ByteArrayOutputStream(subscription.length + 64);
    try {
      writeShort(out, in.getShort());
      int count = in.getInt();
      writeShort(out, count >>> 16);
      writeShort(out, count);
      for (int i = 0; i < count; i++) {
        byte[] name = new byte[length(in)];
        in.get(name);
        String text = new String(name, StandardCharsets.UTF_8);
        byte[] other = names(mapped, names, text);
        if (other.length == 0 || other.length > MAX_NAME_BYTES) {
          return subscription;
        }
        writeShort(out, other.length);
        out.writeBytes(other);
      }
    } catch (BufferUnderflowException notASubscription) {
      return subscription;
    }
    out.write(subscription, in.position(), in.remaining());
    return out.toByteArray();
  }

  private static byte[] names(Predicate<String> mapped, UnaryOperator<String> names, String text) {
    return mapped.test(text) ? names.apply(text).getBytes(StandardCharsets.UTF_8) : new byte[0];
  }

  private static int length(ByteBuffer in) {
    int length = in.getShort();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return length;
  }

  private static void writeShort(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
