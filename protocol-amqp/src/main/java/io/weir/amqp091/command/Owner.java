package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.mapping.QueueArguments;
import io.weir.core.failure.Failure;
import io.weir.core.queue.Holder;
import io.weir.core.subscription.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who has messages of a queue in its hands for a client, and how many: it goes only when it has
 * been told to and has none any more, for going gives back what it has.
 */
final class Owner {
  private static final Runnable NOTHING = () -> {};

  private final Holder holder;
  private final Client client;
  private final Set<Owner> all;
  private int unsettled;
  private boolean leaving;

  /** Accepted, and not said yet: what a client accepts in one turn is said together. */
  private List<Long> accepted = new ArrayList<>();

  /**
   * @param all those of the channel, of which it is one until it has gone
   */
  Owner(Holder holder, Client client, Set<Owner> all) {
    this.holder = holder;
    this.client = client;
    this.all = all;
    all.add(this);
  }

  Holder holder() {
    return holder;
  }

  /** A message more is in its hands. */
  void took() {
    unsettled++;
  }

  /** So many are not any more. */
  void settled(int count) {
    unsettled -= count;
    if (leaving) {
      leave();
    }
  }

  /**
   * Says what becomes of messages, at the end of this turn at the latest; what is not in its hands
   * any more is passed over.
   *
   * @param then run on the loop when what is rejected is done with, or that has failed; not run of
   *     other settlements
   */
  void settle(List<Long> numbers, Settlement settlement, Runnable then) {
    if (!(settlement instanceof Settlement.Accept)) {
      sayAccepted();
      say(numbers, settlement, settlement instanceof Settlement.Reject ? then : NOTHING);
      return;
    }
    if (accepted.isEmpty()) {
      client.loop().execute(this::sayAccepted);
    }
    accepted.addAll(numbers);
  }

  private void sayAccepted() {
    if (!accepted.isEmpty()) {
      List<Long> all = accepted;
      accepted = new ArrayList<>();
      say(all, Settlement.ACCEPT, NOTHING);
    }
  }

  private void say(List<Long> numbers, Settlement settlement, Runnable then) {
    client
        .loop()
        .then(
            client.underWay().track(said(numbers, settlement)),
            done -> {
              then.run();
              if (done.failed() && !(done.cause() instanceof Failure)) {
                throw new IllegalStateException("settling met a defect", done.cause());
              }
            });
  }

  /** Of all that is said only rejections are waited for, until they lie where dead letters go. */
  private Future<List<Long>> said(List<Long> numbers, Settlement settlement) {
    return settlement instanceof Settlement.Reject
        ? holder.settle(numbers, settlement)
        : holder.settleSoon(numbers, settlement);
  }

  /**
   * What it means that a client rejects a message and wants it back in the queue. A quorum queue
   * counts that as a delivery that has failed, up to its delivery limit; what is given back by
   * {@code nack} and {@code recover} does not count (RabbitMQ 4.3, quorum queues).
   */
  Settlement failed() {
    return isQuorum() ? new Settlement.Modify(true, false) : Settlement.RELEASE;
  }

  private boolean isQuorum() {
    return holder.options().variant().equals(QueueArguments.QUORUM);
  }

  /**
   * Takes no more, and goes once it has none.
   *
   * @return completes when it has gone, or has some left
   */
  Future<Void> leave() {
    leaving = true;
    return unsettled == 0 ? go(false) : Future.succeededFuture();
  }

  /** Goes now: what it has comes back to the queue. */
  Future<Void> giveUp() {
    return go(isQuorum() && unsettled > 0);
  }

  private Future<Void> go(boolean failed) {
    sayAccepted();
    return all.remove(this)
        ? client.underWay().track(holder.detach(failed)).otherwiseEmpty()
        : Future.succeededFuture();
  }
}
