package io.weir.core.state;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.TopicDescription;
import java.util.List;

/** The state partitions of this gateway, in internal topics that no client sees. */
public interface StateLogs {

  /** What the names of internal topics begin with in the backend; no tenant's name can. */
  String PREFIX = "_weir/";

  /**
   * Makes sure that an internal topic exists.
   *
   * @param name of the internal topic, unique among them
   * @param partitions used when it is created
   * @return how many partitions it has
   */
  Future<Integer> ensure(String name, int partitions);

  /**
   * Claims a partition of an internal topic; whoever held it is fenced.
   *
   * @return fails with {@link io.weir.core.failure.Failure.UnknownTopic} if {@link #ensure} has not
   *     been called for it, or it has no such partition
   */
  Future<StateLog> open(String name, int partition);

  /** Closes all logs that are open. Idempotent. */
  Future<Void> close();

  /**
   * The state logs on a backend.
   *
   * @param existing all topics of the backend
   * @param maxBytesInFlight of batches on their way into one log, past which appends are refused
   */
  static StateLogs on(
      Vertx vertx, Backend backend, List<TopicDescription> existing, int maxBytesInFlight) {
    return new ClaimedLogs(vertx, backend, existing, maxBytesInFlight);
  }
}
