package io.weir.kafka.connection;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.weir.core.auth.Attempt;
import io.weir.core.auth.Authenticator;
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.auth.Outcome.Later;
import io.weir.core.auth.Outcome.Refused;
import io.weir.core.auth.SaslExchange;
import io.weir.core.auth.SaslExchange.Step;
import io.weir.kafka.api.ApiTable;
import io.weir.kafka.api.SaslSession;
import io.weir.kafka.codec.FrameDecoder;
import io.weir.kafka.connection.SessionState.Exchanging;
import io.weir.kafka.connection.SessionState.Open;
import io.weir.kafka.connection.SessionState.Proven;
import io.weir.kafka.connection.SessionState.Raw;
import io.weir.kafka.connection.SessionState.Unproven;
import io.weir.protocol.Authentication;
import io.weir.protocol.Authentication.Credentials;
import io.weir.protocol.ConnectionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** Who a connection's client is: its {@link SessionState}, and the time it has for each. */
final class Session implements SaslSession {
  /** A frame of somebody unknown: a mechanism's longest message in a request. */
  static final int MAX_UNPROVEN_FRAME = SaslExchange.MAX_RESPONSE_BYTES + 1024;

  /** How long a client is kept waiting at most that is to come later. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final ConnectionContext context;
  private final @Nullable Authenticator authenticator;
  private final @Nullable Attempt attempt;
  private final Consumer<String> expired;
  private final Consumer<Admitted> admitted;
  private SessionState state;
  private long timer = -1;

  /**
   * @param admitted takes who it is, before the client hears so
   * @param expired takes the sentence that ends the connection
   */
  Session(ConnectionContext context, Consumer<Admitted> admitted, Consumer<String> expired) {
    this.context = context;
    this.admitted = admitted;
    this.expired = expired;
    switch (context.listener().authentication()) {
      case Authentication.Open open -> {
        this.authenticator = null;
        this.attempt = null;
        this.state = new Open();
      }
      case Credentials credentials -> {
        this.authenticator = credentials.authenticator();
        this.attempt = credentials.attempt(context.remote());
        this.state = new Unproven();
        Duration patience = context.listener().bounds().frameTime();
        after(patience.toMillis(), () -> expired.accept("it did not say in time who it is"));
      }
    }
  }

  /** Whether an API is there at all. */
  boolean lists(ApiKeys key) {
    return !(state instanceof Open && ApiTable.isSasl(key));
  }

  /** Whether a request may be answered now. */
  boolean admits(ApiKeys key) {
    return state.admits(key);
  }

  /** Whether nothing but a mechanism's bytes is to come. */
  boolean isRaw() {
    return state instanceof Raw;
  }

  /** Whether nobody knows yet who it is, though that is asked. */
  boolean isUnknown() {
    return switch (state) {
      case Open open -> false;
      case Proven proven -> false;
      case Exchanging exchanging -> exchanging.before() == null;
      case Unproven unproven -> true;
      case Raw raw -> true;
    };
  }

  /** The smallest frame to take. */
  int minFrame() {
    return isRaw() ? 1 : FrameDecoder.MIN_FRAME_BYTES;
  }

  /** The largest frame to take. */
  int maxFrame() {
    int usual = context.listener().bounds().maxFrameBytes();
    return isUnknown() ? Math.min(MAX_UNPROVEN_FRAME, usual) : usual;
  }

  /** The connection is gone. */
  void close() {
    vertx().cancelTimer(timer);
  }

  // ---- as the two APIs see it ----

  @Override
  public List<String> mechanisms() {
    Attempt from = attempt;
    Authenticator by = authenticator;
    return from == null || by == null ? List.of() : by.mechanisms(from.confidential());
  }

  @Override
  public boolean begin(String mechanism, boolean raw) {
    Attempt from = attempt;
    Authenticator by = authenticator;
    Optional<SaslExchange> begun =
        from == null || by == null ? Optional.empty() : by.sasl(mechanism, from);
    Proven before = state instanceof Proven proven ? proven : null;
    begun.ifPresent(
        exchange ->
            state =
                raw && before == null
                    ? new Raw(mechanism, exchange)
                    : new Exchanging(mechanism, exchange, before));
    return begun.isPresent();
  }

  @Override
  public Future<Said> respond(byte[] bytes) {
    return switch (state) {
      case Exchanging now -> now.exchange().respond(bytes).compose(step -> said(step, now));
      case Raw now ->
          now.exchange()
              .respond(bytes)
              .compose(step -> said(step, new Exchanging(now.mechanism(), now.exchange(), null)));
      default -> throw new IllegalStateException("no mechanism speaks in " + state);
    };
  }

  private Future<Said> said(Step step, Exchanging now) {
    return switch (step) {
      case Step.Challenge challenge -> Future.succeededFuture(new Said.Bytes(challenge.bytes(), 0));
      case Step.Done done ->
          switch (done.outcome()) {
            case Admitted who -> Future.succeededFuture(prove(now, who, done.bytes()));
            case Refused refused -> Future.succeededFuture(refusal(refused.why()));
            case Later later -> wait(later);
          };
    };
  }

  private Said prove(Exchanging now, Admitted who, byte[] last) {
    Proven before = now.before();
    if (before != null && !isSame(before, now.mechanism(), who)) {
      return refusal("it renewed its session as somebody else, or by another mechanism");
    }
    state = new Proven(now.mechanism(), who);
    vertx().cancelTimer(timer);
    long millis = 0;
    if (!who.until().equals(Instant.MAX)) {
      millis = Math.max(1, Duration.between(Instant.now(), who.until()).toMillis());
      endAfter(millis);
    }
    admitted.accept(who);
    return new Said.Bytes(last, millis);
  }

  private static boolean isSame(Proven before, String mechanism, Admitted who) {
    return before.mechanism().equals(mechanism)
        && before.who().tenant().equals(who.tenant())
        && before.who().principal().name().equals(who.principal().name());
  }

  private static Said refusal(String why) {
    return new Said.Refusal("authentication failed: " + why);
  }

  /**
   * A retry by the client's own custom is told by hanging up; not at once, or one that does not
   * wait by itself would come again and again.
   */
  private Future<Said> wait(Later later) {
    Promise<Said> promise = ((ContextInternal) context.context()).promise();
    long millis = Math.clamp(later.after().toMillis(), 1, LONGEST_WAIT.toMillis());
    vertx()
        .setTimer(
            millis,
            over -> promise.complete(new Said.Nothing("not authenticated: " + later.why())));
    return promise.future();
  }

  private void endAfter(long millis) {
    if (millis <= Integer.MAX_VALUE) {
      after(millis, () -> expired.accept("its session has ended and was not renewed"));
    } else {
      after(Integer.MAX_VALUE, () -> endAfter(millis - Integer.MAX_VALUE));
    }
  }

  private void after(long millis, Runnable then) {
    timer = vertx().setTimer(Math.max(1, millis), over -> then.run());
  }

  private Vertx vertx() {
    return context.context().owner();
  }
}
