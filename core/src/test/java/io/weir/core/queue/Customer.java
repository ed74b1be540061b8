package io.weir.core.queue;

import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.failure.Failure;
import io.weir.core.subscription.ConsumerOptions;
import io.weir.core.subscription.Settlement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A consumer of a queue: what it got, bodies with a "!" where they were redelivered. */
final class Customer implements QueueReceiver {
  final List<Delivered> got = new CopyOnWriteArrayList<>();
  volatile @Nullable Failure ended;
  volatile @Nullable QueueConsumer consumer;

  static Customer of(Counter counter, String queue, int prefetch) {
    return of(counter, queue, ConsumerOptions.DEFAULT.withPrefetch(prefetch));
  }

  static Customer of(Counter counter, String queue, ConsumerOptions options) {
    return of(counter, queue, ConsumerRequest.of(options));
  }

  static Customer of(Counter counter, String queue, ConsumerRequest request) {
    Customer customer = new Customer();
    customer.consumer =
        Counter.done(
            counter.queues().consume(Counter.ALICE, Counter.SPACE, queue, request, customer));
    return customer;
  }

  QueueConsumer consumer() {
    return Objects.requireNonNull(consumer);
  }

  @Override
  public void deliver(List<Delivered> messages) {
    got.addAll(messages);
  }

  @Override
  public void ended(Failure cause) {
    ended = cause;
  }

  /** What it has been told, once that is as much as expected. */
  List<String> told(int count) {
    Awaitility.await().untilAsserted(() -> assertThat(got).hasSizeGreaterThanOrEqualTo(count));
    return got.stream().map(Customer::text).toList();
  }

  static String text(Delivered message) {
    return body(message) + (message.redelivered() ? "!" : "");
  }

  static String body(Delivered message) {
    var value = message.message().value();
    return value == null ? "-" : value.toString(StandardCharsets.UTF_8);
  }

  List<Long> settle(Settlement settlement, String... bodies) {
    List<Long> numbers =
        List.of(bodies).stream()
            .map(body -> got.reversed().stream().filter(it -> body(it).equals(body)).findFirst())
            .map(found -> found.orElseThrow().number())
            .toList();
    return await(consumer().settle(numbers, settlement));
  }

  void go() {
    await(consumer().detach(false));
  }
}
