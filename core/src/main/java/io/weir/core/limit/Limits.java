package io.weir.core.limit;

import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

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

  // ---- what tenants keep, for Weir's own parts ----

  /** The tenants whose storage has a limit now: what they keep is to be measured. */
  default Collection<Tenant> storageLimited() {
    return List.of();
  }

  /** Bytes that such a tenant has published so far, counted from some time on. */
  default long published(Tenant tenant) {
    return 0;
  }

  /**
   * Says how many bytes a tenant's messages take. Until that is said for the first time its storage
   * has no limit.
   *
   * @param published what {@link #published(Tenant)} was before this was measured: what came since
   *     is added
   */
  default void stored(Tenant tenant, long bytes, long published) {}

  /** How many bytes such a tenant keeps, as far as that is known. */
  default OptionalLong kept(Tenant tenant) {
    return OptionalLong.empty();
  }
}
