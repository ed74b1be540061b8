package io.weir.core.auth;

import io.weir.core.place.Placed;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;

/** What came of an attempt to come in. */
public sealed interface Outcome {

  /** The one sentence for every refusal, whatever its cause. */
  String REFUSAL = "Authentication failed: the credentials are not valid here";

  /**
   * It is who it says.
   *
   * @param placed where its connection is now
   * @param until when the session ends unless it is renewed; {@link Instant#MAX} for never
   * @param grounds on which it was let in
   */
  record Admitted(Placed.In placed, Principal principal, Instant until, Grounds grounds)
      implements Outcome {

    /** Somebody whom nobody asks who it is. */
    public static Admitted anonymous(Placed.In placed) {
      return new Admitted(placed, Principal.ANONYMOUS, Instant.MAX, new Grounds.Anonymous());
    }

    /** In whose world it is. */
    public Tenant tenant() {
      return placed.tenant();
    }
  }

  /**
   * It is not. The client hears {@link #REFUSAL} in its protocol's words, and always the same
   * bytes.
   *
   * @param why for the log alone; a client that heard it could tell which users exist
   * @param isMisplaced whether it is refused for the way by which it came, or for the tenant that
   *     it says is its own, whatever it proves
   */
  record Refused(String why, boolean isMisplaced) implements Outcome {

    /** Where it is, what it proved was not enough. */
    public Refused(String why) {
      this(why, false);
    }

    static Refused misplaced() {
      return new Refused("by this way it reaches no tenant, or not the one that it names", true);
    }
  }

  /**
   * It was not looked at: after failures it has to wait, or too many ask at once. Another try may
   * well succeed.
   *
   * @param after how long to wait, positive
   * @param why for the log
   */
  record Later(Duration after, String why) implements Outcome {}
}
