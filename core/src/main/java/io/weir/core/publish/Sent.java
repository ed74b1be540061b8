package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of several messages that are to be stored together.
 *
 * @param what it was sent to, in events and in sentences for the client
 * @param body given away with the call that takes this
 * @param targets one at least
 */
public record Sent(String what, @Nullable ByteBuf body, List<Target> targets) {
  public Sent {
    targets = List.copyOf(targets);
  }
}
