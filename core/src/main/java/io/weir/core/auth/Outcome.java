package io.weir.core.auth;

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
   * @param until when the session ends unless it is renewed; {@link Instant#MAX} for never
   */
  record Admitted(Tenant tenant, Principal principal, Instant until) implements Outcome {}

  /**
   * It is not. The client hears {@link #REFUSAL} in its protocol's words, and always the same
   * bytes.
   *
   * @param why for the log alone; a client that heard it could tell which users exist
   */
  record Refused(String why) implements Outcome {}

  /**
   * It was not looked at: after failures it has to wait, or too many ask at once. Another try may
   * well succeed.
   *
   * @param after how long to wait, positive
   * @param why for the log
   */
  record Later(Duration after, String why) implements Outcome {}
}
