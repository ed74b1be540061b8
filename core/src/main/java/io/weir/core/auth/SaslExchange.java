package io.weir.core.auth;

import io.vertx.core.Future;

/**
 * One SASL exchange (RFC 4422) of one connection. Used on its event loop, one message at a time.
 */
public interface SaslExchange {
  /** The longest message that is looked at; a longer one is refused. */
  int MAX_RESPONSE_BYTES = 64 * 1024;

  /**
   * What the client says next.
   *
   * @return completes on the caller's context, and never fails; after {@link Step.Done} there is
   *     nothing more to ask
   */
  Future<Step> respond(byte[] response);

  /** What came of it. */
  sealed interface Step {
    /** The client is to answer this. */
    record Challenge(byte[] bytes) implements Step {}

    /**
     * The exchange is over.
     *
     * @param bytes for a client that is admitted, may be empty; one that is not hears nothing but
     *     the protocol's refusal
     */
    record Done(Outcome outcome, byte[] bytes) implements Step {}
  }
}
