package io.weir.record;

import io.netty.buffer.ByteBuf;

/** What {@link BatchCleaner} leaves of a batch. */
public sealed interface Cleaned {

  /** All of it, as it is. */
  record Whole() implements Cleaned {}

  /**
   * Another batch in its place, with the same offsets.
   *
   * @param batch owned by whoever receives this
   */
  record Rewritten(ByteBuf batch) implements Cleaned {}

  /** None of its records. */
  record Nothing() implements Cleaned {}
}
