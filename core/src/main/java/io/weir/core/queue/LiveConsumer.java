package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Wait;
import io.weir.core.subscription.Consumer;
import io.weir.core.subscription.Delivery;
import io.weir.core.subscription.Receiver;
import io.weir.core.subscription.Settlement;
import io.weir.core.tenant.Caller;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a queue. What it gets is charged to its tenant; while that is past its limits, the
 * consumer has no credit.
 */
final class LiveConsumer implements QueueConsumer, Receiver {
  private final LiveQueue queue;
  private final Caller caller;
  private final QueueReceiver receiver;
  private final Parts parts;
  private final Leaving leaving;
  private final AtomicBoolean hasLeft = new AtomicBoolean();

  /** Guarded by this. */
  private @Nullable Consumer consumer;

  private boolean isPaused;
  private long heldBack;

  /** Is told that somebody has gone, for whatever reason. */
  interface Leaving {
    Future<Void> left(LiveQueue queue, Holder holder);

    /** It consumes no more, and may still settle. */
    Future<Void> cancelled(LiveQueue queue, Holder holder);
  }

  LiveConsumer(
      LiveQueue queue, Caller caller, QueueReceiver receiver, Parts parts, Leaving leaving) {
    this.queue = queue;
    this.caller = caller;
    this.receiver = receiver;
    this.parts = parts;
    this.leaving = leaving;
  }

  /** It is attached. */
  synchronized void attached(Consumer to) {
    consumer = to;
    if (isPaused) {
      holdBack(to);
    } else if (heldBack > 0) {
      giveBack();
    }
  }

  private synchronized Consumer consumer() {
    Consumer to = consumer;
    if (to == null) {
      throw new IllegalStateException("a consumer is used once it is attached");
    }
    return to;
  }

  @Override
  public String queue() {
    return queue.name();
  }

  @Override
  public QueueOptions options() {
    return queue.options();
  }

  // ---- what comes

  @Override
  public void deliver(List<Delivery> deliveries) {
    long bytes = 0;
    for (Delivery delivery : deliveries) {
      bytes += delivery.message().sizeInBytes();
    }
    receiver.deliver(deliveries.stream().map(each -> Shown.of(queue.name(), each)).toList());
    Delivery first = deliveries.getFirst();
    parts.delivered(
        caller,
        queue.name(),
        first.partition(),
        first.message().offset(),
        deliveries.size(),
        bytes);
    Wait wait = parts.limits().consume(caller, deliveries.size(), bytes);
    if (wait.isNeeded()) {
      pause(wait.millis());
    }
  }

  @Override
  public void active(boolean isActive) {
    receiver.active(isActive);
  }

  @Override
  public void ended(Failure cause) {
    if (hasLeft.compareAndSet(false, true)) {
      leaving.left(queue, this);
      receiver.ended(queue.worded(cause));
    }
  }

  // ---- credit

  private synchronized void pause(long millis) {
    if (isPaused) {
      return;
    }
    isPaused = true;
    Consumer to = consumer;
    if (to != null) {
      holdBack(to);
    }
    parts.vertx().setTimer(millis, timer -> goOn());
  }

  private void holdBack(Consumer to) {
    to.drain().onSuccess(this::hold);
  }

  private synchronized void hold(long unused) {
    heldBack = unused > Long.MAX_VALUE - heldBack ? Long.MAX_VALUE : heldBack + unused;
    if (!isPaused) {
      giveBack();
    }
  }

  private synchronized void goOn() {
    isPaused = false;
    giveBack();
  }

  private void giveBack() {
    long credit = heldBack;
    Consumer to = consumer;
    if (to != null && credit > 0) {
      heldBack = 0;
      to.grant(credit);
    }
  }

  @Override
  public synchronized void grant(long credit) {
    hold(credit);
  }

  @Override
  public Future<Long> drain() {
    long held;
    synchronized (this) {
      held = heldBack;
      heldBack = 0;
    }
    return consumer().drain().map(unused -> unused + held);
  }

  // ---- what becomes of it

  @Override
  public Future<List<Long>> settle(List<Long> numbers, Settlement settlement) {
    return told(numbers, consumer().settle(numbers, settlement));
  }

  @Override
  public Future<List<Long>> settleSoon(List<Long> numbers, Settlement settlement) {
    return told(numbers, consumer().settleSoon(numbers, settlement));
  }

  private Future<List<Long>> told(List<Long> numbers, Future<List<Long>> settled) {
    return settled
        .onSuccess(unknown -> parts.settled(caller, queue.name(), numbers, unknown))
        .recover(this::failed);
  }

  @Override
  public Future<Boolean> renew(long number) {
    return consumer().renew(number).recover(this::failed);
  }

  private <T> Future<T> failed(Throwable cause) {
    return Future.failedFuture(queue.worded(cause));
  }

  @Override
  public Future<Void> cancel() {
    return consumer().cancel().transform(gone -> leaving.cancelled(queue, this));
  }

  @Override
  public Future<Void> detach(boolean failed) {
    if (!hasLeft.compareAndSet(false, true)) {
      return Future.succeededFuture();
    }
    return consumer().detach(failed).transform(gone -> leaving.left(queue, this));
  }
}
