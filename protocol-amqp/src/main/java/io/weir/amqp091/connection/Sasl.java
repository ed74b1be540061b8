package io.weir.amqp091.connection;

import io.vertx.core.Future;
import io.weir.amqp091.codec.ByteString;
import io.weir.core.auth.Attempt;
import io.weir.core.auth.Authenticator;
import io.weir.core.auth.Outcome;
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.auth.SaslExchange;
import io.weir.core.auth.SaslExchange.Step;
import io.weir.core.place.Placed;
import io.weir.protocol.Authentication;
import io.weir.protocol.ConnectionContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the clients of a listener say who they are. Where nobody is asked, they may say what they
 * like: RabbitMQ's clients always say something.
 */
final class Sasl {
  static final String PLAIN = "PLAIN";
  static final String AMQPLAIN = "AMQPLAIN";
  static final String EXTERNAL = "EXTERNAL";
  static final String ANONYMOUS = "ANONYMOUS";

  /** The user that RabbitMQ has from the start, and whom it takes those for who say nothing. */
  private static final String GUEST = "guest";

  private static final byte[] NOTHING = {};

  private final ConnectionContext context;
  private final @Nullable Authenticator authenticator;
  private final @Nullable Attempt attempt;
  private String login;

  Sasl(ConnectionContext context) {
    this.context = context;
    switch (context.listener().authentication()) {
      case Authentication.Open open -> {
        this.login = GUEST;
        this.authenticator = null;
        this.attempt = null;
      }
      case Authentication.Credentials credentials -> {
        this.login = "";
        this.authenticator = credentials.authenticator();
        this.attempt = credentials.attempt(context.placed().ingress());
      }
    }
  }

  /** The name that the client has given, where its mechanism has shown it here; else empty. */
  String login() {
    return login;
  }

  /** The mechanisms to offer: passwords first, since clients that have one take what they know. */
  List<String> mechanisms() {
    Authenticator by = authenticator;
    Attempt from = attempt;
    if (by == null || from == null) {
      return List.of(PLAIN, AMQPLAIN, ANONYMOUS);
    }
    List<String> offered = new ArrayList<>();
    if (from.confidential()) {
      offered.add(PLAIN);
      offered.add(AMQPLAIN);
    }
    if (from.ingress().certificate() != null) {
      offered.add(EXTERNAL);
    }
    for (String mechanism : by.mechanisms(from.confidential())) {
      if (!offered.contains(mechanism)) {
        offered.add(mechanism);
      }
    }
    return offered;
  }

  /**
   * Begins with a mechanism.
   *
   * @return null if it is none of the {@link #mechanisms}
   */
  @Nullable SaslExchange begin(String mechanism) {
    if (!mechanisms().contains(mechanism)) {
      return null;
    }
    return switch (mechanism) {
      case PLAIN -> response -> password(Password.plain(ByteString.copyOf(response)));
      case AMQPLAIN -> response -> password(Password.amqplain(ByteString.copyOf(response)));
      case EXTERNAL -> response -> certificate();
      case ANONYMOUS -> response -> done(anonymous());
      default -> delegated(mechanism);
    };
  }

  private @Nullable SaslExchange delegated(String mechanism) {
    Authenticator by = authenticator;
    Attempt from = attempt;
    return by == null || from == null ? null : by.sasl(mechanism, from).orElse(null);
  }

  private Future<Step> password(Password shown) {
    login = shown.name();
    return check(shown).map(outcome -> new Step.Done(outcome, NOTHING));
  }

  /** What would come of a password now. */
  private Future<Outcome> check(Password shown) {
    Authenticator by = authenticator;
    Attempt from = attempt;
    if (by == null || from == null) {
      return Future.succeededFuture(anonymous());
    }
    return shown.isToken()
        ? by.token(from, shown.secret())
        : by.password(from, shown.name(), shown.secret());
  }

  /** Whether somebody who is in shows something that still lets it in: a password, or a token. */
  Future<Outcome> renew(String user, ByteString secret) {
    return check(new Password(user, secret.toString()));
  }

  private Future<Step> certificate() {
    Authenticator by = authenticator;
    Attempt from = attempt;
    return by == null || from == null ? done(anonymous()) : done(by.certificate(from));
  }

  /** Of a client that nobody asks. */
  private Outcome anonymous() {
    return context.placed() instanceof Placed.In in
        ? Admitted.anonymous(in)
        : new Outcome.Refused("by this way it reaches no tenant", true);
  }

  private static Future<Step> done(Outcome outcome) {
    return Future.succeededFuture(new Step.Done(outcome, NOTHING));
  }
}
