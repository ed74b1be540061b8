package io.weir.core.state;

import io.vertx.core.Future;

/** The state partitions of this gateway, in internal topics that no client sees. */
public interface StateLogs {

  /**
   * Makes sure that an internal topic exists.
   *
   * @param name of the internal topic, unique among them
   * @param partitions used when it is created
   * @return how many partitions it has
   */
  Future<Integer> ensure(String name, int partitions);

  /** Claims a partition of an internal topic; whoever held it is fenced. */
  Future<StateLog> open(String name, int partition);
}
