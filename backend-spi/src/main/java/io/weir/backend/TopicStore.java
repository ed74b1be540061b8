package io.weir.backend;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * The topics of a backend. A completed change is as durable as the backend can make it, and seen by
 * every call after.
 *
 * <p>Every method fails with {@link BackendException.Unavailable} when the backend cannot answer
 * now; those that change something fail with {@link BackendException.Full} where not even what is
 * kept free for them has room.
 */
public interface TopicStore {

  /**
   * Creates a topic.
   *
   * @return fails with {@link BackendException.TopicExists} (also when two create it at once: one
   *     of them wins), with {@link BackendException.Unsupported} if the settings ask for what
   *     {@link Backend#capabilities} does not declare, with {@link BackendException.Full} when the
   *     disk is
   */
  Future<TopicDescription> create(String name, int partitions, TopicSettings settings);

  /** All topics, in no particular order. */
  Future<List<TopicDescription>> list();

  /**
   * Changes settings, adds partitions, or both.
   *
   * @param partitions not less than the topic has now
   * @return the topic as it is then; fails with {@link BackendException.UnknownTopic}, {@link
   *     BackendException.Unsupported} (fewer partitions, durability to or from memory, undeclared
   *     cleanup)
   */
  Future<TopicDescription> alter(UUID id, int partitions, TopicSettings settings);

  /**
   * Deletes a topic with everything in it. Appends under way complete or fail with {@link
   * BackendException.UnknownTopic}; so do waiting reads. The name is free again when this
   * completes.
   *
   * @return fails with {@link BackendException.UnknownTopic}
   */
  Future<Void> delete(UUID id);

  /**
   * How many bytes the batches of some topics take, in all their partitions, as {@link
   * Retention#bytes} counts them. A batch counts once, however many disks or machines have it. What
   * was appended before the call counts; what is gone, by retention, trimming, compaction or
   * because it was settled, may count until the backend has freed its space.
   *
   * <p>Whoever limits what is kept asks every few seconds, for some thousand topics in a call, of a
   * million in all: a backend answers from what it has in memory, or asks its cluster once for the
   * whole call.
   *
   * @return in the order of the topics; 0 for one that is not there (any more). Fails with {@link
   *     BackendException.Throttled} past a bound of the backend
   */
  Future<long[]> sizes(List<UUID> topics);
}
