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
import io.weir.core.event.Event.Why;
import io.weir.core.place.Placed;
import io.weir.core.tenant.Caller;
import io.weir.kafka.api.ApiTable;
import io.weir.kafka.api.SaslSession;
import io.weir.kafka.codec.FrameDecoder;
import io.weir.kafka.connection.SessionState.Certified;
import io.weir.kafka.connection.SessionState.Exchanging;
import io.weir.kafka.connection.SessionState.Open;
import io.weir.kafka.connection.SessionState.Proven;
import io.weir.kafka.connection.SessionState.Raw;
import io.weir.kafka.connection.SessionState.Unproven;
import io.weir.protocol.Authentication;
import io.weir.protocol.Authentication.Credentials;
import io.weir.protocol.ConnectionContext;
import io.weir.protocol.ConnectionSession.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
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
  private final BiConsumer<Placed.In, Caller> admitted;
  private final Consumer<String> ended;
  private SessionState state;
  private long timer = -1;

  /**
   * @param admitted takes who it is and where, before the client hears so
   * @param ended takes the sentence that ends the connection
   */
  Session(
      ConnectionContext context, BiConsumer<Placed.In, Caller> admitted, Consumer<String> ended) {
    this.context = context;
    this.admitted = admitted;
    this.ended = ended;
    switch (context.listener().authentication()) {
      case Authentication.Open open -> {
        this.authenticator = null;
        this.attempt = null;
        this.state = new Open();
      }
      case Credentials credentials -> {
        this.authenticator = credentials.authenticator();
        this.attempt = credentials.attempt(context.placed().ingress());
        this.state = new Unproven();
      }
    }
  }

  /** Lets in who need not say who it is; everybody else has some time to do so. */
  void begin() {
    if (state instanceof Open && context.placed() instanceof Placed.In in) {
      enter(Admitted.anonymous(in), new Open());
    } else if (attempt != null
        && authenticator != null
        && authenticator.certificate(attempt) instanceof Admitted who) {
      enter(who, new Certified());
    } else {
      bePatient();
    }
  }

  private void enter(Admitted who, SessionState then) {
    switch (context.session().enter(who)) {
      case Entry.In(Caller caller) -> {
        state = then;
        endWith(who);
        admitted.accept(who.placed(), caller);
      }
      case Entry.Full full -> ended.accept(String.valueOf(full.reached().failure().getMessage()));
      case Entry.Lapsed lapsed -> ended.accept("what let it in was taken away");
    }
  }

  private void bePatient() {
    String late = "it did not say in time who it is";
    after(
        context.listener().bounds().frameTime().toMillis(),
        () -> {
          context.session().turnedAway(Why.CREDENTIALS, late);
          ended.accept(late);
        });
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
      case Certified certified -> false;
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
    if (begun.isPresent() && state instanceof Certified) {
      bePatient(); // It is nobody until it has said who it is instead.
    }
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
      case Step.Done done -> {
        context.session().turnedAway(done.outcome());
        yield switch (done.outcome()) {
          case Admitted who -> prove(now, who, done.bytes());
          case Refused refused -> refusal(refused.why());
          case Later later -> hangUp(later.after().toMillis(), later.why());
        };
      }
    };
  }

  private Future<Said> prove(Exchanging now, Admitted who, byte[] last) {
    Proven before = now.before();
    if (before != null && !isSame(before, now.mechanism(), who)) {
      String why = "it renewed its session as somebody else, or by another mechanism";
      context.session().turnedAway(Why.CREDENTIALS, why);
      return refusal(why);
    }
    return switch (context.session().enter(who)) {
      case Entry.In(Caller caller) ->
          Future.succeededFuture(proven(now.mechanism(), who, caller, last));
      case Entry.Full full ->
          hangUp(full.reached().millis(), String.valueOf(full.reached().failure().getMessage()));
      case Entry.Lapsed lapsed -> refusal("what it showed was taken away meanwhile");
    };
  }

  private Said proven(String mechanism, Admitted who, Caller caller, byte[] last) {
    state = new Proven(mechanism, who);
    long millis = endWith(who);
    admitted.accept(who.placed(), caller);
    return new Said.Bytes(last, millis);
  }

  /** Ends the connection when what it has shown is over; in how many milliseconds, or 0. */
  private long endWith(Admitted who) {
    vertx().cancelTimer(timer);
    if (who.until().equals(Instant.MAX)) {
      return 0;
    }
    long millis = Math.max(1, Duration.between(Instant.now(), who.until()).toMillis());
    endAfter(millis);
    return millis;
  }

  private static boolean isSame(Proven before, String mechanism, Admitted who) {
    return before.mechanism().equals(mechanism)
        && before.who().tenant().equals(who.tenant())
        && before.who().principal().name().equals(who.principal().name());
  }

  private static Future<Said> refusal(String why) {
    return Future.succeededFuture(new Said.Refusal("authentication failed: " + why));
  }

  /**
   * A retry by the client's own custom is told by hanging up; not at once, or one that does not
   * wait by itself would come again and again.
   */
  private Future<Said> hangUp(long afterMillis, String why) {
    Promise<Said> promise = ((ContextInternal) context.context()).promise();
    vertx()
        .setTimer(
            Math.clamp(afterMillis, 1, LONGEST_WAIT.toMillis()),
            over -> promise.complete(new Said.Nothing("not authenticated: " + why)));
    return promise.future();
  }

  private void endAfter(long millis) {
    if (millis <= Integer.MAX_VALUE) {
      after(millis, () -> ended.accept("its session has ended and was not renewed"));
    } else {
      after(Integer.MAX_VALUE, () -> endAfter(millis - Integer.MAX_VALUE));
    }
  }

  private void after(long millis, Runnable then) {
    vertx().cancelTimer(timer);
    timer = vertx().setTimer(Math.max(1, millis), over -> then.run());
  }

  private Vertx vertx() {
    return context.context().owner();
  }
}
