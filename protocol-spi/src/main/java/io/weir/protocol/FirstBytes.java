package io.weir.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Watches how a connection begins, in front of those who parse it, and is gone once that is seen.
 * Used on the connection's event loop.
 */
public final class FirstBytes extends ChannelInboundHandlerAdapter {
  private String seen = "";

  FirstBytes() {}

  /** Those of a connection of which nothing has been read. */
  public static FirstBytes of(ConnectionBase connection) {
    FirstBytes first = new FirstBytes();
    connection.channel().pipeline().addFirst(first);
    return first;
  }

  /** See {@link WireProtocol#hint}. */
  public String hint(WireProtocol own) {
    return WireProtocol.hint(own, seen);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      int more = Math.min(bytes.readableBytes(), WireProtocol.TELLING_BYTES - seen.length());
      seen += bytes.toString(bytes.readerIndex(), more, ISO_8859_1);
    }
    context.fireChannelRead(message);
    if (seen.length() == WireProtocol.TELLING_BYTES && !context.isRemoved()) {
      context.pipeline().remove(this);
    }
  }
}
