package io.weir.protocol;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends back what it is sent; closes when drained. A connection for tests to make more of. */
class Echo implements Connection {
  static final AtomicInteger CLOSED = new AtomicInteger();

  final ConnectionContext context;

  Echo(ConnectionContext context) {
    this.context = context;
  }

  @Override
  public void received(ByteBuf bytes) {
    context.write(bytes.readRetainedSlice(bytes.readableBytes()));
  }

  @Override
  public void roomToWrite() {}

  @Override
  public void drain() {
    context.close();
  }

  @Override
  public void closed() {
    CLOSED.incrementAndGet();
  }
}
