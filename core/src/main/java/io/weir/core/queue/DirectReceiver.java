package io.weir.core.queue;

import io.netty.buffer.ByteBuf;
import io.weir.record.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes messages that touch no log. */
@FunctionalInterface
public interface DirectReceiver {

  /**
   * A message. Called on the publisher's thread, which must not be kept waiting.
   *
   * @param exchange that it was sent to
   * @param key that it was sent with
   * @param body given away with the call; null for none
   * @return whether there was room for it
   */
  boolean deliver(String exchange, String key, @Nullable ByteBuf body, List<Header> headers);
}
