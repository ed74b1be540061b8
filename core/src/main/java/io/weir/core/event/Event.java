package io.weir.core.event;

import io.weir.core.failure.Failure;
import io.weir.core.limit.Wait;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import org.jspecify.annotations.Nullable;

/** Something that happened. Made only when somebody listens. */
public sealed interface Event {

  /** On whose behalf. */
  Caller caller();

  /** A publication was taken in: allowed, within limits, on its way to the log. */
  record Published(Caller caller, Topic topic, int partition, int records, int bytes)
      implements Event {}

  /**
   * It is as durable as its topic asks.
   *
   * @param nanos from being taken in to being durable
   */
  record Stored(
      Caller caller,
      Topic topic,
      int partition,
      long baseOffset,
      int records,
      int bytes,
      long nanos)
      implements Event {}

  /** Batches were handed to a consumer. {@code records} counts by the batches' headers. */
  record Delivered(
      Caller caller, Topic topic, int partition, long baseOffset, int records, int bytes)
      implements Event {}

  /**
   * A batch, or the rest of one, could not be read inside and was passed over by a consumer of
   * single messages.
   */
  record PassedOver(
      Caller caller, Topic topic, int partition, long firstOffset, long lastOffset, String reason)
      implements Event {}

  /** A consumer said how far it has come, or what it has done with a message. */
  record Settled(Caller caller, String group, String topic, int partition, long offset)
      implements Event {}

  /**
   * A limit was reached: somebody is slowed down, or refused and told when to come back.
   *
   * @param operation what was asked for, as in {@link Refused}
   * @param reached which limit, whose, and for how long to wait
   */
  record Throttled(Caller caller, String operation, Wait reached) implements Event {}

  /**
   * Something was refused.
   *
   * @param operation what was asked for: "publish", "consume", "create topic"
   * @param topic the topic's name as asked for, or null where none was
   */
  record Refused(Caller caller, String operation, @Nullable String topic, Failure failure)
      implements Event {}
}
