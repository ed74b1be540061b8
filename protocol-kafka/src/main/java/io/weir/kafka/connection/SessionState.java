package io.weir.kafka.connection;

import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.auth.SaslExchange;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * How far a client has said who it is, and so what it may ask next.
 *
 * <pre>
 *   Open
 *   Certified, if TLS has a certificate that is a user's; it may go on like who is
 *   Unproven --SaslHandshake v1--> Exchanging --admitted--> Proven
 *       \-----SaslHandshake v0--> Raw --------admitted--/     |
 *                                 Exchanging  &lt;--SaslHandshake v1
 * </pre>
 */
sealed interface SessionState {

  /** Whether a request may be answered now. */
  boolean admits(ApiKeys key);

  /** Nobody is asked. */
  record Open() implements SessionState {
    @Override
    public boolean admits(ApiKeys key) {
      return true;
    }
  }

  /** Nothing is known of it. */
  record Unproven() implements SessionState {
    @Override
    public boolean admits(ApiKeys key) {
      return key == ApiKeys.API_VERSIONS || key == ApiKeys.SASL_HANDSHAKE;
    }
  }

  /** It is who its certificate says, and may say that it is somebody else. */
  record Certified() implements SessionState {
    @Override
    public boolean admits(ApiKeys key) {
      return key != ApiKeys.SASL_AUTHENTICATE;
    }
  }

  /**
   * A mechanism speaks, in requests.
   *
   * @param before as whom it was known until now, where it renews that
   */
  record Exchanging(String mechanism, SaslExchange exchange, @Nullable Proven before)
      implements SessionState {
    @Override
    public boolean admits(ApiKeys key) {
      return key == ApiKeys.SASL_AUTHENTICATE;
    }
  }

  /** A mechanism speaks, and there are no requests. */
  record Raw(String mechanism, SaslExchange exchange) implements SessionState {
    @Override
    public boolean admits(ApiKeys key) {
      return false;
    }
  }

  /** It is who it says, and may renew that. */
  record Proven(String mechanism, Admitted who) implements SessionState {
    @Override
    public boolean admits(ApiKeys key) {
      return key != ApiKeys.SASL_AUTHENTICATE;
    }
  }
}
