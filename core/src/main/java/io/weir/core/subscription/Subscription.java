package io.weir.core.subscription;

import io.vertx.core.Future;
import io.weir.backend.TopicPartition;
import io.weir.record.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a log for competing consumers: each message is one consumer's until that settles it,
 * and what is settled is so for good. It goes on where it was after a restart; after a crash what
 * was in somebody's hands comes again, flagged.
 *
 * <p>Methods may be called on any thread; futures complete on the caller's Vert.x context, if it
 * has one, and fail with {@link io.weir.core.failure.Failure} once the subscription is over.
 */
public interface Subscription {

  /** As it was opened. */
  String name();

  /**
   * Attaches a consumer. What it has credit for may be delivered before this completes; one that
   * begins without any is given nothing before it {@link Consumer#grant grants} some.
   *
   * @return fails with {@link io.weir.core.failure.Failure.Denied} where another consumer is
   *     exclusive, or this one wants to be and is not alone; with {@link
   *     io.weir.core.failure.Failure.LimitReached} where there are as many as there may be
   */
  default Future<Consumer> attach(ConsumerOptions options, Receiver receiver) {
    return attach(options, null, receiver);
  }

  /**
   * As {@link #attach(ConsumerOptions, Receiver)}.
   *
   * @param permits that it shares with other consumers, or null; they do not bound one to whom
   *     messages are settled with their delivery
   */
  Future<Consumer> attach(ConsumerOptions options, @Nullable Permits permits, Receiver receiver);

  /** Attaches somebody who takes single messages. */
  Future<Taker> taker();

  /**
   * Adds partitions, which are served before those that it has, the last of them first. Those that
   * it has already are passed over, so that whoever knows all of them may name them all.
   *
   * @return completes when what comes there is delivered
   */
  Future<Void> extend(List<TopicPartition> partitions);

  /**
   * Settles all that waits to be delivered. What is in consumers' hands stays there, and what is
   * not due yet stays.
   *
   * @return how many messages that were, once they do not come again
   */
  Future<Long> purge();

  /**
   * Shows messages that wait to be delivered, without taking them; those whose time is over or has
   * not come may be among them.
   *
   * @param partition which of those that it has, by its place among them
   * @param offset where to look from
   * @param most messages to be shown, from 1; fewer do not mean that there are no more
   * @return where to look next, which is the offset asked for where there is nothing more
   */
  Future<Page> browse(int partition, long offset, int most);

  /**
   * Messages that were looked at.
   *
   * @param messages on the heap, nobody's to release
   * @param next the offset to look from next
   */
  record Page(List<LogRecord> messages, long next) {}

  /**
   * Whether as many messages wait as may, as of a moment ago: what is on its way into the log does
   * not count yet. Never waits.
   */
  boolean isFull();

  /** Whether it is over, so that whoever needs it has to open it again. Never waits. */
  boolean isOver();

  /** As of a moment ago, so that whoever counts what it publishes knows how much waits. */
  Depth depth();

  /** What there is now. */
  Future<Counts> counts();

  /**
   * Ends it, without forgetting anything: consumers are told, and what is settled by then becomes
   * durable. Idempotent.
   */
  Future<Void> close();
}
