package io.weir.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weir.core.event.Event.Why;
import io.weir.protocol.proxy.ProxyHeader;
import io.weir.protocol.proxy.ProxyHeaderException;
import io.weir.protocol.proxy.ProxyHeaders;
import io.weir.protocol.proxy.ProxyHeaders.Beginning;
import org.jspecify.annotations.Nullable;

/**
 * Takes a balancer's header from a connection, and is gone once what follows is seen to be no
 * second one: a balancer that does not take off a client's own header would leave it there.
 */
final class HeaderHandler extends ChannelInboundHandlerAdapter {
  private final Arrival arrival;

  /** What came and was not passed on: never more than a header and one read of the socket. */
  private @Nullable ByteBuf held;

  private boolean told;

  HeaderHandler(Arrival arrival) {
    this.arrival = arrival;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = hold(context, (ByteBuf) message);
    if ((told || readHeader(bytes)) && context.channel().isOpen()) {
      refuseSecond(context, bytes);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!told && held != null) {
      arrival.refuse(Why.PROXY_HEADER, "it went away within its PROXY header");
    }
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (held != null) {
      held.release();
      held = null;
    }
  }

  /** Whether there is one that says who connects. */
  private boolean readHeader(ByteBuf bytes) {
    try {
      switch (ProxyHeaders.read(bytes)) {
        case ProxyHeader.Client client -> {
          told = true;
          arrival.told(client);
        }
        case ProxyHeader.HealthCheck check -> {
          bytes.skipBytes(bytes.readableBytes());
          arrival.healthCheck();
        }
        case null -> {}
      }
    } catch (ProxyHeaderException e) {
      String seen = bytes.toString(ISO_8859_1);
      arrival.refuse(Why.PROXY_HEADER, e.getMessage() + WireProtocol.hint(null, seen));
      bytes.skipBytes(bytes.readableBytes());
    }
    return told;
  }

  private void refuseSecond(ChannelHandlerContext context, ByteBuf bytes) {
    Beginning beginning = ProxyHeaders.beginning(bytes);
    if (beginning == Beginning.HEADER) {
      arrival.secondHeader();
    } else if (beginning == Beginning.OTHER) {
      held = null;
      context.fireChannelRead(bytes);
      context.pipeline().remove(this);
    }
  }

  private ByteBuf hold(ChannelHandlerContext context, ByteBuf bytes) {
    ByteBuf before = held;
    if (before == null || !before.isReadable()) {
      if (before != null) {
        before.release();
      }
      held = bytes;
      return bytes;
    }
    ByteBuf both = context.alloc().buffer(before.readableBytes() + bytes.readableBytes());
    both.writeBytes(before).writeBytes(bytes);
    before.release();
    bytes.release();
    held = both;
    return both;
  }
}
