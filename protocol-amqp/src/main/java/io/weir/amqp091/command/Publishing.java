package io.weir.amqp091.command;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.MethodId;
import io.weir.amqp091.codec.ReplyCode;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.amqp091.mapping.Publications;
import io.weir.amqp091.mapping.Wording;
import io.weir.core.failure.Failure;
import io.weir.core.queue.Outcome;
import io.weir.core.queue.Posting;
import org.jspecify.annotations.Nullable;

/**
 * What a channel publishes: at once, with confirms, or in transactions. Publications follow one
 * another without waiting, so that they share in a commit of the log. Where there is no room for
 * the next one, or a limit is reached, it waits, and what follows on the channel with it.
 */
final class Publishing {
  /** How long a client is not listened to when what it publishes cannot be stored. */
  private static final long STORAGE_PAUSE_MILLIS = 1_000;

  private static final ShortString NO_ROUTE = ShortString.of(ReplyCode.NO_ROUTE.name());

  private final OpenChannel channel;
  private final Client client;
  private final Outlet outlet;
  private @Nullable Confirms confirms;
  private @Nullable Transaction transaction;

  /** How many are on their way, one that waits included. */
  private int underWay;

  /** How many wait, and so the next ones. */
  private int waiting;

  private boolean closed;

  Publishing(OpenChannel channel) {
    this.channel = channel;
    this.client = channel.client();
    this.outlet = channel.outlet();
  }

  /** Whether the next one may begin. */
  boolean isReady() {
    return waiting == 0;
  }

  /** Whether all have come where they go. */
  boolean isIdle() {
    return underWay == 0;
  }

  @Nullable Transaction transaction() {
    return transaction;
  }

  /**
   * Publications are confirmed from now on.
   *
   * @throws AmqpException if the channel has transactions
   */
  void selectConfirms() {
    if (transaction != null) {
      throw AmqpException.precondition("cannot switch from tx to confirm mode");
    }
    if (confirms == null) {
      confirms = new Confirms(outlet, client.loop());
    }
  }

  /**
   * The channel has transactions from now on.
   *
   * @throws AmqpException if publications are confirmed
   */
  void selectTransactions() {
    if (confirms != null) {
      throw AmqpException.precondition("cannot switch from confirm to tx mode");
    }
    if (transaction == null) {
      transaction = new Transaction(client.queues().stage(client.caller(), client.space()));
    }
  }

  /**
   * The transaction to end.
   *
   * @throws AmqpException if the channel has none
   */
  Transaction requiredTransaction() {
    if (transaction == null) {
      throw AmqpException.precondition("channel is not transactional");
    }
    return transaction;
  }

  /**
   * Publishes.
   *
   * @param content whose body is given away, whatever happens
   * @param cost given back with {@link Outlet#done} at the end
   * @throws AmqpException if it cannot be
   */
  void publish(Content content, int cost) {
    Publication next = new Publication((BasicMethod.Publish) content.method(), content, cost);
    try {
      if (next.method.immediate()) {
        throw AmqpException.notImplemented("immediate=true");
      }
      if (transaction != null) {
        stage(next, transaction);
        return;
      }
      if (confirms != null) {
        next.slot = confirms.next();
      }
    } catch (AmqpException e) {
      end(next, false);
      throw e;
    }
    underWay++;
    Future<Void> room = client.queues().room(client.caller(), cost);
    if (room.isComplete()) {
      send(next);
    } else {
      waiting++;
      client.loop().then(room, there -> goOn(next), next::release);
    }
  }

  /** The one that waited may be sent. */
  private void goOn(Publication next) {
    waiting--;
    send(next);
    channel.advance();
  }

  private Posting posting(Publication of) {
    Content copy =
        new Content(
            of.content.method(), of.content.properties(), of.content.body().retainedDuplicate());
    try {
      return Publications.posting(
          of.method, copy, client.user(), channel.replies().name(), System.currentTimeMillis());
    } catch (AmqpException e) {
      copy.body().release();
      throw e;
    }
  }

  private void send(Publication next) {
    if (closed) {
      end(next, true);
      return;
    }
    Posting posting;
    try {
      posting = posting(next);
    } catch (AmqpException e) {
      end(next, true);
      outlet.refuse(e, MethodId.BASIC_PUBLISH);
      return;
    }
    Future<Outcome> outcome =
        client.underWay().track(client.queues().publish(client.caller(), client.space(), posting));
    if (outcome.cause() instanceof Failure.Throttled later) {
      hold(next, later);
    } else {
      client.loop().then(outcome, done -> published(next, done), next::release);
    }
  }

  /** Tries again once the limit allows it; nothing overtakes it. */
  private void hold(Publication next, Failure.Throttled later) {
    waiting++;
    long millis = Math.max(1, later.retryAfterMillis());
    // Before the client is listened to again: if the limit still holds, it is not told otherwise.
    client.loop().after(millis, () -> goOn(next), next::release);
    outlet.hold(millis + 1, String.valueOf(later.getMessage()));
  }

  private void published(Publication of, AsyncResult<Outcome> done) {
    if (closed) {
      end(of, true);
    } else if (done.succeeded()) {
      finished(of, done.result());
    } else {
      failed(of, done.cause());
    }
    channel.advance();
  }

  private void finished(Publication of, Outcome outcome) {
    switch (outcome) {
      case Outcome.Stored stored -> settled(of, true);
      case Outcome.Unroutable unroutable -> {
        if (of.method.mandatory()) {
          outlet.content(
              new Content(
                  returned(of), of.content.properties(), of.content.body().retainedDuplicate()));
        }
        settled(of, true);
      }
      case Outcome.Full full -> settled(of, false);
      case Outcome.NotSent(var why) -> {
        end(of, true);
        outlet.refuse(Wording.of(why, client.vhost()), MethodId.BASIC_PUBLISH);
      }
    }
  }

  private void failed(Publication of, Throwable cause) {
    switch (cause) {
      case Failure.Throttled later -> hold(of, later);
      case Failure.StorageFull full -> {
        outlet.hold(STORAGE_PAUSE_MILLIS, String.valueOf(full.getMessage()));
        settled(of, false);
      }
      case Failure.Unavailable unavailable -> settled(of, false);
      default -> {
        end(of, true);
        outlet.refuse(client.worded(cause), MethodId.BASIC_PUBLISH);
      }
    }
  }

  private static BasicMethod.Return returned(Publication of) {
    return new BasicMethod.Return(
        ReplyCode.NO_ROUTE.code(), NO_ROUTE, of.method.exchange(), of.method.routingKey());
  }

  private void settled(Publication of, boolean stored) {
    Confirms to = confirms;
    Confirms.Slot slot = of.slot;
    if (to != null && slot != null) {
      if (stored) {
        to.stored(slot);
      } else {
        to.lost(slot);
      }
    }
    end(of, true);
  }

  private void stage(Publication next, Transaction into) {
    Future<Outcome> outcome = into.staged().post(posting(next));
    if (outcome.failed()) {
      throw client.worded(outcome.cause());
    }
    switch (outcome.result()) {
      case Outcome.NotSent(var why) -> throw Wording.of(why, client.vhost());
      case Outcome.Unroutable unroutable when next.method.mandatory() ->
          into.returned(returned(next), next.content.properties(), next.content.body());
      default -> {}
    }
    end(next, false);
  }

  private void end(Publication of, boolean wasUnderWay) {
    of.release();
    outlet.done(of.cost);
    if (wasUnderWay) {
      underWay--;
    }
  }

  /** The channel is over. What is under way comes where it goes, and nobody hears of it. */
  void close() {
    closed = true;
    if (confirms != null) {
      confirms.close();
    }
    if (transaction != null) {
      transaction.rollback(channel.unsettled());
      transaction = null;
    }
  }

  /** A message on its way; its body is kept, for it may have to be sent again, or returned. */
  private static final class Publication {
    private final BasicMethod.Publish method;
    private final Content content;
    private final int cost;
    private Confirms.@Nullable Slot slot;

    Publication(BasicMethod.Publish method, Content content, int cost) {
      this.method = method;
      this.content = content;
      this.cost = cost;
    }

    void release() {
      content.body().release();
    }
  }
}
