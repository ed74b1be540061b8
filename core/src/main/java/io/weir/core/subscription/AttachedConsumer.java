package io.weir.core.subscription;

import io.vertx.core.Future;
import java.util.List;

/** A consumer by its number. */
record AttachedConsumer(LogSubscription subscription, long id) implements Consumer {

  @Override
  public void grant(long credit) {
    subscription.grant(id, credit);
  }

  @Override
  public Future<Long> drain() {
    return subscription.drain(id);
  }

  @Override
  public Future<List<Long>> settle(List<Long> numbers, Settlement settlement) {
    return subscription.settle(id, List.copyOf(numbers), settlement);
  }

  @Override
  public Future<List<Long>> settleSoon(List<Long> numbers, Settlement settlement) {
    return subscription.settleSoon(id, List.copyOf(numbers), settlement);
  }

  @Override
  public Future<Boolean> renew(long number) {
    return subscription.renew(id, number);
  }

  @Override
  public Future<Void> cancel() {
    return subscription.cancel(id);
  }

  @Override
  public Future<Void> detach(boolean failed) {
    return subscription.detach(id, failed);
  }
}
