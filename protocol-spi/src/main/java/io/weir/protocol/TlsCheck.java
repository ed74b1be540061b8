package io.weir.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weir.core.event.Event.Why;

/** Sees whether a client speaks TLS at all, in front of TLS, and is gone once it does. */
final class TlsCheck extends ChannelInboundHandlerAdapter {
  /** The first byte of a handshake (RFC 8446, section 5.1). */
  private static final int HANDSHAKE = 22;

  private final Arrival arrival;

  TlsCheck(Arrival arrival) {
    this.arrival = arrival;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (!bytes.isReadable()) {
      bytes.release();
    } else if (bytes.getUnsignedByte(bytes.readerIndex()) == HANDSHAKE) {
      context.fireChannelRead(bytes);
      context.pipeline().remove(this);
    } else {
      String hint = WireProtocol.hint(WireProtocol.TLS, bytes.toString(ISO_8859_1));
      bytes.release();
      arrival.refuse(Why.TLS, "TLS is spoken here, and what came is not" + hint);
    }
  }
}
