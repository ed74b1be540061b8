package io.weir.core.auth;

import io.vertx.core.Future;
import io.weir.core.place.Placement;
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
  private Optional<Claimant> claimant = Optional.empty();

  private Scram.@Nullable AwaitsFinal challenged;

  ScramSaslExchange(
      ScramMechanism mechanism,
      Attempt attempt,
      Placement placement,
      Users users,
      Backoff backoff,
      SecureRandom random) {
    this.attempt = attempt;
    this.backoff = backoff;
    this.beginning =
        Scram.begin(
            mechanism,
            name -> {
              Claimant said = Claimant.of(placement, attempt.ingress(), name);
              claimant = Optional.of(said);
              return users.forScram(said, mechanism);
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
    Duration delay = backoff.delay(attempt.address(), claimant.map(Claimant::who));
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
        claimant.ifPresent(it -> backoff.succeeded(attempt.address(), it.who()));
        yield new Step.Done(Authenticator.admitted(proven.who()), proven.bytes());
      }
      case Scram.Step.Failed failed -> {
        backoff.failed(attempt.address(), claimant.map(Claimant::who));
        yield new Step.Done(refused(failed.why()), NOTHING);
      }
      case null -> throw new IllegalStateException("one of the two states took the message");
    };
  }

  private Outcome.Refused refused(String why) {
    return claimant.map(it -> it.refused(why)).orElseGet(() -> new Outcome.Refused(why));
  }
}
