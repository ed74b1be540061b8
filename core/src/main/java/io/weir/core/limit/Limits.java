package io.weir.core.limit;

import io.weir.core.tenant.Caller;

/**
 * Whether a caller may do something now. Each message is charged once when it comes in and once for
 * each consumer that it goes out to, whatever the protocol; answers at once, on any thread.
 *
 * <p>A protocol that refuses what is over a limit tries, and what is refused costs nothing. One
 * that slows its clients down charges, and has them wait. What an implementation does not limit
 * goes on.
 */
public interface Limits {

  /** No limits. */
  Limits NONE = new Limits() {};

  /**
   * Charges a publication, if it may go on.
   *
   * @return for how long to wait, if not; nothing is charged then
   */
  default Wait tryPublish(Caller caller, int messages, long bytes) {
    return Wait.NONE;
  }

  /**
   * Charges a publication that goes on in any case.
   *
   * @return for how long its publisher should send nothing more
   */
  default Wait publish(Caller caller, int messages, long bytes) {
    return Wait.NONE;
  }

  /**
   * Charges a delivery; as {@link #publish}. Asked with nothing before a read, whose size nobody
   * knows yet, and charged with what was read after it.
   */
  default Wait consume(Caller caller, int messages, long bytes) {
    return Wait.NONE;
  }

  /** Charges a request, if it may go on; as {@link #tryPublish}. */
  default Wait tryRequest(Caller caller) {
    return Wait.NONE;
  }

  /** Charges a request that goes on in any case; as {@link #publish}. */
  default Wait request(Caller caller) {
    return Wait.NONE;
  }

  /**
   * Takes a place among those that there are at once: of connections (which are charged to the rate
   * of new ones too, if there is a place), queues, sessions or retained messages. What is taken is
   * given back exactly once; {@link Places} sees to it for what ends with a connection.
   *
   * @return for how long to wait, if there is none; then nothing is taken
   * @throws IllegalArgumentException if the limit has no places
   */
  default Wait take(Caller caller, Limit limit) {
    return Wait.NONE;
  }

  /**
   * Gives a place back.
   *
   * @param caller the one that took it, or its equal in tenant, user and connection
   */
  default void give(Caller caller, Limit limit) {}

  /**
   * The most that the caller's tenant may have; {@link Integer#MAX_VALUE} or more is any number.
   */
  default long most(Caller caller, Limit limit) {
    return Long.MAX_VALUE;
  }

  /** Whether the caller's tenant keeps as many bytes of messages as it may. */
  default boolean isFull(Caller caller) {
    return false;
  }
}
