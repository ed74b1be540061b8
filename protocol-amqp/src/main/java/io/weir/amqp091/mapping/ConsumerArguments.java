package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.Value;
import io.weir.core.queue.ConsumerRequest;
import io.weir.core.queue.QueueOptions;
import io.weir.core.queue.SharedPrefetch;
import io.weir.core.queue.StreamStart;
import io.weir.core.subscription.ConsumerOptions;
import org.jspecify.annotations.Nullable;

/** From {@code basic.consume} to what a consumer asks for. */
public final class ConsumerArguments {
  private static final String PRIORITY = "x-priority";
  private static final String TIMEOUT = "x-consumer-timeout";
  private static final String OFFSET = "x-stream-offset";

  private ConsumerArguments() {}

  /**
   * What is asked for; it begins without credit.
   *
   * @param queue its name
   * @param prefetch of this consumer alone; 0 is no limit
   * @param shared with the other consumers of the channel
   * @throws AmqpException if an argument says what cannot be
   */
  public static ConsumerRequest request(
      BasicMethod.Consume consume,
      String queue,
      String vhost,
      int prefetch,
      SharedPrefetch shared) {
    Arguments arguments = new Arguments(consume.arguments(), Wording.queue(queue, vhost));
    long priority = arguments.whole(PRIORITY, Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
    ConsumerOptions options =
        ConsumerOptions.DEFAULT
            .withPriority((int) priority)
            .withExclusive(consume.exclusive())
            .withPrefetch(prefetch == 0 ? Integer.MAX_VALUE : prefetch)
            .withCredit(0)
            .withSettled(consume.noAck());
    StreamStart start = start(consume.arguments().get(OFFSET), arguments);
    ConsumerRequest request =
        ConsumerRequest.of(options)
            .withShared(shared)
            .withWanted(StreamFilter.of(consume.arguments(), arguments));
    return start == null ? request : request.withStart(start);
  }

  /**
   * How long a client may have a message without settling it, as its consumer says, or its queue;
   * of quorum queues only, as in RabbitMQ since 4.3. Where nobody says it, and where nothing is to
   * be settled, it may as long as it likes.
   *
   * @return milliseconds, from 1; 0 for no end
   */
  public static long timeout(BasicMethod.Consume consume, QueueOptions queue, String vhost) {
    Arguments arguments = new Arguments(consume.arguments(), "a consumer in vhost '" + vhost + "'");
    long said = arguments.millis(TIMEOUT, 0, -1);
    if (consume.noAck() || !queue.variant().equals(QueueArguments.QUORUM)) {
      return 0;
    }
    if (said >= 0) {
      return said;
    }
    return queue.arguments().get(TIMEOUT) instanceof io.weir.core.route.Value.Whole(long millis)
        ? millis
        : 0;
  }

  private static @Nullable StreamStart start(@Nullable Value said, Arguments arguments) {
    return switch (said) {
      case null -> null;
      case Value.Whole offset when offset.toLong() >= 0 -> new StreamStart.Offset(offset.toLong());
      case Value.Timestamp(long seconds) when seconds >= 0 && seconds < Long.MAX_VALUE / 1_000 ->
          new StreamStart.Time(seconds * 1_000);
      case Value.Text(var text) ->
          switch (text.toString()) {
            case "first" -> StreamStart.FIRST;
            case "last" -> StreamStart.LAST;
            case "next" -> StreamStart.NEXT;
            default ->
                new StreamStart.Time(
                    System.currentTimeMillis() - arguments.age(OFFSET, text.toString()));
          };
      default ->
          throw arguments.invalid(
              OFFSET, "it is first, last, next, an offset, a time, or how far back, as in 5m");
    };
  }
}
