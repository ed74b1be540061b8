package io.weir.amqp091.command;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.TxMethod;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.core.failure.Failure;
import io.weir.core.queue.Outcome;
import io.weir.core.queue.Staged;
import java.util.ArrayList;
import java.util.List;

/**
 * What a channel has published and settled since the last commit (1.9.1): it happens together, or
 * not at all. Messages that cannot be routed are returned with the commit.
 */
final class Transaction {
  /** Bytes of messages that wait to be returned. */
  private static final int MAX_RETURNED_BYTES = 8 * 1024 * 1024;

  /** What such a message takes besides its body. */
  private static final int RETURN_COST = 1024;

  private final Staged staged;
  private final List<Content> returns = new ArrayList<>();
  private final List<Unsettled.Held> taken = new ArrayList<>();
  private final List<Settlements> settlements = new ArrayList<>();
  private int returnedBytes;

  Transaction(Staged staged) {
    this.staged = staged;
  }

  Staged staged() {
    return staged;
  }

  /** Messages are settled with the commit. */
  void settle(List<Unsettled.Held> those, Settlements how) {
    how.stage(staged);
    taken.addAll(those);
    settlements.add(how);
  }

  /**
   * A message is returned with the commit.
   *
   * @param body which is copied, if anything
   * @throws AmqpException if there are too many
   */
  void returned(BasicMethod.Return with, BasicProperties properties, ByteBuf body) {
    returnedBytes += body.readableBytes() + RETURN_COST;
    if (returnedBytes > MAX_RETURNED_BYTES) {
      throw AmqpException.precondition(
          "a transaction with too many messages that cannot be routed; commit it earlier");
    }
    returns.add(new Content(with, properties, body.retainedDuplicate()));
  }

  /** Does all of it, once the limits allow that. */
  Future<Answer> commit(OpenChannel channel) {
    Outlet outlet = channel.outlet();
    return commitInTime(channel)
        .map(
            outcomes -> {
              returns.forEach(outlet::content);
              returns.clear();
              settlements.forEach(Settlements::finish);
              forget();
              if (outcomes.stream().anyMatch(Outcome.Full.class::isInstance)) {
                throw AmqpException.precondition("partial tx completion: a queue had no room");
              }
              return Answer.of(new TxMethod.CommitOk());
            });
  }

  private Future<List<Outcome>> commitInTime(OpenChannel channel) {
    return staged
        .commit()
        .recover(
            cause ->
                cause instanceof Failure.Throttled later
                    ? again(channel, later)
                    : Future.failedFuture(cause));
  }

  /** Tries again after a while, in which the client is not listened to. */
  private Future<List<Outcome>> again(OpenChannel channel, Failure.Throttled later) {
    Promise<List<Outcome>> promise = Promise.promise();
    long millis = Math.max(1, later.retryAfterMillis());
    channel
        .client()
        .loop()
        .after(
            millis,
            () -> commitInTime(channel).onComplete(promise),
            () -> promise.fail(later)); // the channel has rolled it back
    channel.outlet().hold(millis + 1, String.valueOf(later.getMessage()));
    return promise.future();
  }

  /** Does none of it: what was settled is not. */
  void rollback(Unsettled unsettled) {
    staged.rollback();
    unsettled.putBack(taken);
    forget();
  }

  private void forget() {
    returns.forEach(content -> content.body().release());
    returns.clear();
    taken.clear();
    settlements.clear();
    returnedBytes = 0;
  }
}
