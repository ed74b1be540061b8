package io.weir.http.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.weir.core.auth.Outcome;
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.event.Event.Why;
import io.weir.core.place.Ingress;
import io.weir.core.place.Placed;
import io.weir.core.tenant.Caller;
import io.weir.http.command.Reply;
import io.weir.http.mapping.Problem;
import io.weir.protocol.Authentication.Credentials;
import io.weir.protocol.ConnectionSession;
import io.weir.protocol.ConnectionSession.Entry;
import io.weir.protocol.SharedPort;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a connection's requests are: everybody's where nobody is asked, else whoever each
 * of them says it is. Used on the connection's event loop.
 */
final class Admission {

  /** What becomes of a request. */
  sealed interface Verdict {

    /** It is run. */
    record In(Caller caller) implements Verdict {}

    /**
     * It is answered and no more.
     *
     * @param isLast whether the connection ends with that
     */
    record Out(Reply reply, boolean isLast) implements Verdict {}
  }

  private final SharedPort port;
  private final String id;
  private final Ingress ingress;
  private final ConnectionSession session;

  /** Null where nobody is asked who it is. */
  private final @Nullable Authorization authorization;

  /** Null where everybody is. */
  private final @Nullable Admitted anonymous;

  private Verdict last;

  /**
   * @param placed where the connection is
   * @param context of its event loop
   * @param end ends it, with a sentence for the log
   */
  Admission(SharedPort port, String id, Placed placed, Context context, Consumer<String> end) {
    this.port = port;
    this.id = id;
    this.ingress = placed.ingress();
    this.session = port.session(id, ingress, context, end);
    this.last = new Verdict.Out(Authorization.refusal(), true);
    if (port.listener().authentication() instanceof Credentials credentials) {
      this.authorization = new Authorization(credentials, ingress);
      this.anonymous = null;
    } else {
      this.authorization = null;
      this.anonymous = placed instanceof Placed.In in ? Admitted.anonymous(in) : null;
    }
    if (anonymous != null) {
      last = enter(anonymous);
    }
  }

  /** Why a request is refused before it is asked on whose behalf it is, if it is. */
  Optional<Problem> refusal(HttpServerRequest request) {
    boolean hasHost = request.version() == HttpVersion.HTTP_1_1;
    return authorization == null
        ? Callers.refusal(request.headers(), hasHost)
        : Callers.refusalOfKnown(request.headers(), hasHost, ingress.encrypted());
  }

  /** Completes on the connection's event loop, perhaps at once, and never fails. */
  Future<Verdict> of(HttpServerRequest request) {
    if (authorization != null) {
      return authorization.of(request.headers()).map(this::looked);
    }
    if (anonymous != null && !session.isIn()) {
      last = enter(anonymous);
    }
    return Future.succeededFuture(last);
  }

  /** Whether somebody is known and has a place. */
  boolean isIn() {
    return session.isIn();
  }

  /** The connection ends before anybody has said who it is, or has found a place. */
  void late(String reason) {
    if (authorization != null && !session.isIn()) {
      session.turnedAway(Why.CREDENTIALS, reason);
    }
  }

  /** The connection is gone. */
  void close() {
    session.close();
  }

  private Verdict looked(Outcome outcome) {
    session.turnedAway(outcome);
    return switch (outcome) {
      case Admitted who -> enter(who);
      case Outcome.Refused refused -> {
        log(refused.why());
        yield new Verdict.Out(refusal(), false);
      }
      case Outcome.Later later -> {
        log(later.why());
        yield new Verdict.Out(Authorization.later(later.after()), false);
      }
    };
  }

  private Verdict enter(Admitted who) {
    return switch (session.enter(who)) {
      case Entry.In(Caller caller) -> new Verdict.In(caller);
      case Entry.Full full -> {
        Problem problem = Problem.of(full.reached().failure());
        log(problem.detail());
        yield new Verdict.Out(Reply.of(problem), true);
      }
      case Entry.Lapsed lapsed -> new Verdict.Out(refusal(), true);
    };
  }

  private Reply refusal() {
    return authorization == null ? Authorization.refusal() : authorization.challenge();
  }

  private void log(String why) {
    port.log().client("{} from {} refused: {}", id, ingress, why);
  }
}
