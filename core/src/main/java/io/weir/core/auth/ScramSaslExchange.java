package io.weir.core.auth;

import io.vertx.core.Future;
import io.weir.core.auth.Naming.Login;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SCRAM of one connection: the state machine, and what failures cost. */
final class ScramSaslExchange implements SaslExchange {
  private static final byte[] NOTHING = {};

  private final Attempt attempt;
  private final Backoff backoff;
  private final Scram.AwaitsFirst beginning;

  /** Whom the client says it is; empty until it does. */
  private Optional<Login> login = Optional.empty();

  private Scram.@Nullable AwaitsFinal challenged;

  ScramSaslExchange(
      ScramMechanism mechanism,
      Attempt attempt,
      Users users,
      Backoff backoff,
      SecureRandom random) {
    this.attempt = attempt;
    this.backoff = backoff;
    this.beginning =
        Scram.begin(
            mechanism,
            name -> {
              login = attempt.naming().login(name);
              return users.forScram(login, name, mechanism);
            },
            random);
  }

  @Override
  public Future<Step> respond(byte[] response) {
    return Future.succeededFuture(step(response));
  }

  private Step step(byte[] response) {
    Scram.AwaitsFinal proof = challenged;
    Scram.Step step = proof == null ? beginning.first(response) : null;
    // Before a proof is looked at: many exchanges may have begun at once.
    Duration delay = backoff.delay(attempt.address(), login);
    if (!delay.isZero()) {
      return new Step.Done(new Outcome.Later(delay, "too many failures before"), NOTHING);
    }
    if (step == null && proof != null) {
      step = proof.last(response);
    }
    return switch (step) {
      case Scram.Step.Challenge challenge -> {
        challenged = challenge.next();
        yield new Step.Challenge(challenge.bytes());
      }
      case Scram.Step.Proven proven -> {
        login.ifPresent(it -> backoff.succeeded(attempt.address(), it));
        yield new Step.Done(Authenticator.admitted(proven.who()), proven.bytes());
      }
      case Scram.Step.Failed failed -> {
        backoff.failed(attempt.address(), login);
        yield new Step.Done(new Outcome.Refused(failed.why()), NOTHING);
      }
      case null -> throw new IllegalStateException("one of the two states took the message");
    };
  }
}
