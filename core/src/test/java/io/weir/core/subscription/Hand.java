package io.weir.core.subscription;

import static io.weir.testing.Futures.await;

import io.weir.core.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A consumer that keeps what it is given. Deliveries are told as body, with "!" if flagged. */
final class Hand implements Receiver {
  final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  final List<Boolean> activations = new CopyOnWriteArrayList<>();
  volatile @Nullable Failure ended;
  private @Nullable Consumer consumer;

  static Hand on(Subscription subscription, ConsumerOptions options) {
    Hand hand = new Hand();
    hand.consumer = await(subscription.attach(options, hand));
    return hand;
  }

  static Hand on(Subscription subscription, int prefetch) {
    return on(subscription, ConsumerOptions.DEFAULT.withPrefetch(prefetch));
  }

  Consumer consumer() {
    return Optional.ofNullable(consumer).orElseThrow();
  }

  @Override
  public void deliver(List<Delivery> more) {
    deliveries.addAll(more);
  }

  @Override
  public void active(boolean isActive) {
    activations.add(isActive);
  }

  @Override
  public void ended(Failure cause) {
    ended = cause;
  }

  List<String> told() {
    List<String> told = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      told.add(Messages.body(delivery.message()) + (delivery.redelivered() ? "!" : ""));
    }
    return told;
  }

  /** Waits until it was given so many in all, and tells them. */
  List<String> told(int count) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> deliveries.size() >= count);
    return told();
  }

  Delivery last(String body) {
    return deliveries.reversed().stream()
        .filter(delivery -> Messages.body(delivery.message()).equals(body))
        .findFirst()
        .orElseThrow();
  }

  /** Settles the last deliveries of bodies, and waits until that is durable. */
  List<Long> settle(Settlement settlement, String... bodies) {
    List<Long> numbers = new ArrayList<>();
    for (String body : bodies) {
      numbers.add(last(body).number());
    }
    return await(consumer().settle(numbers, settlement));
  }
}
