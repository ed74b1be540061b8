package io.weir.tests.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Bodies that are known by their stream and number alone: {@code stream number } and then bytes
 * that follow from both.
 */
public final class Payload {
  private static final int LARGEST = 3_000;

  private Payload() {}

  public static byte[] of(String stream, long number) {
    byte[] head = (stream + " " + number + " ").getBytes(UTF_8);
    SplittableRandom random = new SplittableRandom(stream.hashCode() * 31L + number);
    byte[] body = Arrays.copyOf(head, head.length + random.nextInt(LARGEST));
    boolean compressible = random.nextBoolean();
    for (int i = head.length; i < body.length; i++) {
      body[i] = compressible ? (byte) 'x' : (byte) random.nextInt();
    }
    return body;
  }

  /**
   * The number of a body of this stream; fails if it is anything but what {@link #of} gave for that
   * number.
   */
  public static long numberOf(String stream, byte[] body) {
    String[] head = new String(body, 0, Math.min(body.length, 80), UTF_8).split(" ", 3);
    long number = head.length == 3 && head[0].equals(stream) ? parse(head[1]) : -1;
    if (number < 0 || !Arrays.equals(body, of(stream, number))) {
      throw new AssertionError(
          "not a message of %s: %d bytes that begin with \"%s\""
              .formatted(stream, body.length, String.join(" ", head)));
    }
    return number;
  }

  private static long parse(String number) {
    return number.matches("\\d{1,18}") ? Long.parseLong(number) : -1;
  }
}
