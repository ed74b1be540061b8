package io.weir.embedded.collection;

import io.netty.buffer.ByteBuf;
import io.weir.embedded.segment.Coverage;
import io.weir.embedded.segment.MetaRecord;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a collected segment takes over of one partition: some of its pieces, next to one another and
 * each whole, and what of them is still needed. Who makes one holds the segments that it reads
 * until the {@link Takeover} has come back.
 */
public interface Extraction {
  /** What the collected segment becomes responsible for. */
  Coverage coverage();

  /** The most that its batches take in a segment, their entries' heads included. */
  long mostBytes();

  /**
   * Gives what is needed, in the order of its offsets; may wait for the disk. The last batch that
   * the partition has is needed in any case, emptied perhaps: who reads before the high watermark
   * finds something.
   *
   * @throws io.weir.backend.BackendException.Corrupt if what is needed is damaged: nothing is taken
   *     over then
   */
  void writeTo(Sink sink) throws IOException;

  /** What else becomes true with it, if anything does; known once it has given all. */
  default @Nullable MetaRecord outcome() {
    return null;
  }

  /** Whether it leaves out what compaction lets go of. */
  default boolean compacts() {
    return false;
  }

  /** Takes batches. */
  interface Sink {
    /**
     * Takes one that has its offset and epoch.
     *
     * @param batch owned by the sink from now on
     */
    void batch(ByteBuf batch) throws IOException;
  }
}
