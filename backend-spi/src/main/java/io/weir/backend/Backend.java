package io.weir.backend;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * A log that messages rest in: one machine's disk, or a cluster. The rules in this package's
 * description hold for every method of the three parts.
 */
public interface Backend {

  /** What this backend can do natively; the same answer for its whole life. */
  Capabilities capabilities();

  /** Topics: what exists, and with which settings. */
  TopicStore topics();

  /** Partitions: appending, reading, offsets. */
  PartitionLog log();

  /** Producers: ids, epochs, transactions. */
  ProducerStore producers();

  /**
   * What keeps this backend from serving until somebody mends it: a failed disk, a cluster that
   * does not answer. Empty while it serves, also while it is throttled or full, for then it still
   * reads. Answers at once, from what it has met so far.
   */
  Optional<BackendException> trouble();

  /**
   * What it counts and measures: the same names for its whole life, in the same order. Answers at
   * once; any thread, and also after {@link #close}.
   */
  default List<Measure> measures() {
    return List.of();
  }

  /**
   * Ends it in order: appends taken before this call are completed (durable, or failed), waiting
   * reads fail with {@link BackendException.Unavailable}, later calls likewise. Buffers of earlier
   * reads stay valid until they are released. Idempotent; completes when files are closed and
   * connections ended, and does not fail.
   */
  Future<Void> close();
}
