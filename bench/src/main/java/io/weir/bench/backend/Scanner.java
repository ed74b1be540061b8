package io.weir.bench.backend;

import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.backend.Isolation;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import java.util.List;

/**
 * Reads partitions one after another, each from its beginning to its end, in one caller's calls. It
 * knows what a batch is long and does not look into what it is given: that would be the load's cost
 * and not the log's.
 */
final class Scanner {
  /** What Apache Kafka's consumers ask for at most, of a partition at a time. */
  private static final int READ_BYTES = 1 << 20;

  private final Backend backend;
  private final List<TopicPartition> partitions;
  private final Batch batch;
  private int index;
  private long offset;

  Scanner(Backend backend, List<TopicPartition> partitions, Batch batch) {
    this.backend = backend;
    this.partitions = partitions;
    this.batch = batch;
  }

  /** The next read, which answers with its bytes; nobody calls again before. */
  Future<Long> next() {
    if (index == partitions.size()) {
      return Future.succeededFuture(ClosedLoop.NOTHING_LEFT);
    }
    var read = new Read(partitions.get(index), offset, READ_BYTES, Isolation.COMMITTED);
    return backend.log().read(read).map(this::taken);
  }

  private Long taken(ReadResult result) {
    long bytes = result.batches().readableBytes();
    result.batches().release();
    offset += messages(bytes, batch);
    if (offset >= result.offsets().highWatermark()) {
      index++;
      offset = 0;
    }
    return bytes;
  }

  /** How many messages lie in so many bytes of the same batch again and again. */
  static long messages(long bytes, Batch batch) {
    if (bytes % batch.size() != 0) {
      throw new IllegalStateException(
          bytes + " bytes are not whole batches of " + batch.size() + " bytes");
    }
    return bytes / batch.size() * batch.messages();
  }
}
