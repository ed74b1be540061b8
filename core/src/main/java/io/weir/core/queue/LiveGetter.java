package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.core.subscription.Delivery;
import io.weir.core.subscription.Settlement;
import io.weir.core.subscription.Taker;
import io.weir.core.subscription.Taker.Taken;
import io.weir.core.tenant.Caller;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes messages of a queue one at a time. What it gets is charged to its tenant. */
final class LiveGetter implements QueueGetter {
  private final LiveQueue queue;
  private final Caller caller;
  private final Taker taker;
  private final Parts parts;
  private final LiveConsumer.Leaving leaving;
  private final AtomicBoolean hasLeft = new AtomicBoolean();

  LiveGetter(
      LiveQueue queue, Caller caller, Taker taker, Parts parts, LiveConsumer.Leaving leaving) {
    this.queue = queue;
    this.caller = caller;
    this.taker = taker;
    this.parts = parts;
    this.leaving = leaving;
  }

  @Override
  public String queue() {
    return queue.name();
  }

  @Override
  public QueueOptions options() {
    return queue.options();
  }

  @Override
  public Future<Optional<Got>> get(boolean settled) {
    queue.use();
    return taker
        .take()
        .map(taken -> taken.map(it -> got(it, settled)))
        .recover(cause -> Future.failedFuture(queue.worded(cause)));
  }

  private Got got(Taken taken, boolean settled) {
    if (settled) {
      taker.settleSoon(List.of(taken.delivery().number()), Settlement.ACCEPT);
    }
    Delivery delivery = taken.delivery();
    int bytes = delivery.message().sizeInBytes();
    parts.limits().consume(caller, 1, bytes);
    parts.delivered(
        caller, queue.name(), delivery.partition(), delivery.message().offset(), 1, bytes);
    return new Got(Shown.of(queue.name(), taken.delivery()), taken.ready());
  }

  @Override
  public Future<List<Long>> settle(List<Long> numbers, Settlement settlement) {
    return told(numbers, taker.settle(numbers, settlement));
  }

  @Override
  public Future<List<Long>> settleSoon(List<Long> numbers, Settlement settlement) {
    return told(numbers, taker.settleSoon(numbers, settlement));
  }

  private Future<List<Long>> told(List<Long> numbers, Future<List<Long>> settled) {
    return settled
        .onSuccess(unknown -> parts.settled(caller, queue.name(), numbers, unknown))
        .recover(cause -> Future.failedFuture(queue.worded(cause)));
  }

  @Override
  public Future<Void> detach(boolean failed) {
    if (!hasLeft.compareAndSet(false, true)) {
      return Future.succeededFuture();
    }
    return taker.detach(failed).transform(gone -> leaving.left(queue, this));
  }
}
