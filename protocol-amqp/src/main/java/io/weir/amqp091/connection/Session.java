package io.weir.amqp091.connection;

import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.command.Loop;
import io.weir.core.auth.Outcome;
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.event.Event.Why;
import io.weir.protocol.ConnectionContext;
import io.weir.protocol.ConnectionSession.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Who is in by a connection, and until when: what its client has shown may end, and be renewed
 * before that.
 */
final class Session implements AutoCloseable {
  private static final long NONE = -1;

  private final ConnectionContext context;
  private final Loop loop;
  private final Sasl sasl;
  private final Identity identity;
  private final Runnable expired;
  private long timer = NONE;

  /**
   * @param expired called when it ends without having been renewed
   */
  Session(ConnectionContext context, Loop loop, Sasl sasl, Identity identity, Runnable expired) {
    this.context = context;
    this.loop = loop;
    this.sasl = sasl;
    this.identity = identity;
    this.expired = expired;
    endAt(identity.who().until());
  }

  /**
   * Looks at something new that the client shows.
   *
   * @param then takes whether it is in by that from now on
   */
  void renew(ByteString secret, Consumer<Boolean> then) {
    loop.then(sasl.renew(identity.user(), secret), done -> then.accept(isRenewed(done.result())));
  }

  private boolean isRenewed(Outcome outcome) {
    context.session().turnedAway(outcome);
    if (!(outcome instanceof Admitted who)) {
      return false;
    }
    if (!identity.isSame(who)) {
      context.session().turnedAway(Why.CREDENTIALS, "it renewed its session as somebody else");
      return false;
    }
    if (!(context.session().enter(who) instanceof Entry.In)) {
      return false;
    }
    endAt(who.until());
    return true;
  }

  private void endAt(Instant until) {
    close();
    if (!until.equals(Instant.MAX)) {
      long millis = Duration.between(Instant.now(), until).toMillis();
      timer =
          millis <= Integer.MAX_VALUE
              ? loop.after(millis, expired)
              : loop.after(Integer.MAX_VALUE, () -> endAt(until));
    }
  }

  @Override
  public void close() {
    if (timer != NONE) {
      loop.cancel(timer);
      timer = NONE;
    }
  }
}
