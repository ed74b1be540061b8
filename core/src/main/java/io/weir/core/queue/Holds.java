package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.core.failure.Failure;
import io.weir.core.route.Change;
import io.weir.core.route.Entity;
import io.weir.core.route.Exchange;
import io.weir.core.route.ExchangeType;
import io.weir.core.subscription.Consumer;
import io.weir.core.subscription.ConsumerOptions;
import io.weir.core.subscription.Delivery;
import io.weir.core.subscription.Receiver;
import io.weir.core.subscription.Settlement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues in which messages wait that delayed exchanges hold back: one for each exchange, under
 * its name and beside all others. Used in the space's lane.
 */
record Holds(Parts parts, Declarations declarations) {
  private static final Logger LOG = LoggerFactory.getLogger(Holds.class);
  private static final long RETRY_MILLIS = 1_000;

  /** What an exchange needs before it is there; what is there already stays. */
  Future<Void> before(LiveSpace space, Exchange exchange) {
    boolean isNeeded = exchange.type() instanceof ExchangeType.Delayed;
    return !isNeeded || space.holds.containsKey(exchange.name())
        ? Future.succeededFuture()
        : declarations
            .hold(space, exchange)
            .map(
                hold -> {
                  add(hold);
                  return null;
                });
  }

  /** What goes with exchanges that went. */
  Future<Void> after(LiveSpace space, Change change) {
    Future<Void> gone = Future.succeededFuture();
    for (Entity entity : change.removed()) {
      if (entity instanceof Exchange exchange) {
        LiveQueue hold = space.holds.remove(exchange.name());
        if (hold != null) {
          gone = gone.compose(before -> declarations.unhold(hold));
        }
      }
    }
    return gone;
  }

  /** It is there, and lets go of what is due. */
  void add(LiveQueue hold) {
    hold.space.holds.put(hold.name(), hold);
    letGo(hold);
  }

  private void letGo(LiveQueue hold) {
    if (hold.isGone() || parts.shards().isClosed()) {
      return;
    }
    CompletableFuture<Consumer> attached = new CompletableFuture<>();
    Receiver giver =
        new Receiver() {
          @Override
          public void deliver(List<Delivery> due) {
            List<Long> numbers = due.stream().map(Delivery::number).toList();
            attached.thenAccept(consumer -> consumer.settle(numbers, Settlement.REJECT));
          }

          @Override
          public void ended(Failure cause) {
            parts.vertx().setTimer(RETRY_MILLIS, timer -> letGo(hold));
          }
        };
    hold.ask(open -> open.attach(ConsumerOptions.DEFAULT, giver))
        .onSuccess(attached::complete)
        .onFailure(
            cause -> {
              LOG.warn(
                  "Exchange {} cannot let go of messages now: {}", hold.name(), cause.toString());
              parts.vertx().setTimer(RETRY_MILLIS, timer -> letGo(hold));
            });
  }
}
