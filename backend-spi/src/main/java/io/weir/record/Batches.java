package io.weir.record;

import io.netty.buffer.ByteBuf;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The batches that lie one after another in a buffer, from its reader index to its writer index; a
 * view.
 */
public final class Batches implements Iterable<RecordBatch> {
  private final ByteBuf buffer;

  private Batches(ByteBuf buffer) {
    this.buffer = buffer;
  }

  /** Neither retains the buffer nor moves its indexes. */
  public static Batches in(ByteBuf buffer) {
    return new Batches(buffer);
  }

  /**
   * Its {@code next} throws {@link InvalidBatchException} where the bytes are not a whole batch.
   */
  @Override
  public Iterator<RecordBatch> iterator() {
    return new Iterator<>() {
      private int index = buffer.readerIndex();

      @Override
      public boolean hasNext() {
        return index < buffer.writerIndex();
      }

      @Override
      public RecordBatch next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        RecordBatch batch = RecordBatch.at(buffer, index);
        index += batch.sizeInBytes();
        return batch;
      }
    };
  }
}
