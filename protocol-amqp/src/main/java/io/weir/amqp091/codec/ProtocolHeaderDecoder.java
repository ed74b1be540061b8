package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Gathers the octets that a connection begins with, in however many pieces they arrive. */
public final class ProtocolHeaderDecoder {
  private long octets;
  private int seen;

  /**
   * Takes what belongs to the header, and leaves what follows it.
   *
   * @param bytes the next of the connection; not given away
   * @return the header when all of it has arrived, whatever it says; null before
   */
  public @Nullable ProtocolHeader decode(ByteBuf bytes) {
    while (seen < ProtocolHeader.LENGTH && bytes.isReadable()) {
      octets = octets << 8 | bytes.readUnsignedByte();
      seen++;
    }
    return seen == ProtocolHeader.LENGTH ? new ProtocolHeader(octets) : null;
  }
}
