package io.weir.amqp091.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.weir.protocol.WireProtocol;
import java.nio.ByteBuffer;

/**
 * What a connection begins with (4.2.2): the letters AMQP, and four octets that say which protocol
 * of that name is meant. A server that does not speak it answers with one that it speaks, and
 * closes.
 *
 * @param octets all eight, the first one highest
 */
public record ProtocolHeader(long octets) {
  public static final int LENGTH = 8;

  private static final long AMQP = 0x414d5150L;

  /** What this package speaks. */
  public static final ProtocolHeader AMQP_0_9_1 = new ProtocolHeader(AMQP << 32 | 0x0000_0901);

  /**
   * AMQP 0-9, which is near enough to 0-9-1 that RabbitMQ goes on with it, telling its clients
   * apart no further.
   */
  private static final long AMQP_0_9 = AMQP << 32 | 0x0101_0009;

  /** Whether a client that began with this can be spoken to. */
  public boolean isSpoken() {
    return octets == AMQP_0_9_1.octets || octets == AMQP_0_9;
  }

  /** A sentence without its end that says what came, where it is not spoken. */
  public String fault() {
    if (octets >>> 32 == AMQP) {
      return "a protocol header of AMQP with the octets %d %d %d %d, where 0 0 9 1 is spoken"
          .formatted(octet(24), octet(16), octet(8), octet(0));
    }
    String text = new String(ByteBuffer.allocate(LENGTH).putLong(octets).array(), ISO_8859_1);
    return "no protocol header of AMQP" + WireProtocol.hint(WireProtocol.AMQP, text);
  }

  private long octet(int shift) {
    return octets >>> shift & 0xff;
  }

  /** Writes all eight octets. */
  public void writeTo(ByteBuf out) {
    out.writeLong(octets);
  }
}
