package io.weir.kafka.api;

import io.vertx.core.Future;
import java.util.List;

/**
 * How a client says who it is, as the two APIs for it see that. Used on the connection's event
 * loop; what is asked in which order is settled before they are.
 */
public interface SaslSession {

  /** The mechanisms to choose from. */
  List<String> mechanisms();

  /**
   * Begins with a mechanism.
   *
   * @param raw whether what follows comes without requests around it, as clients did before Kafka
   *     1.0
   * @return whether there is such a mechanism
   */
  boolean begin(String mechanism, boolean raw);

  /**
   * Goes on with what the mechanism says next.
   *
   * @return completes on the connection's event loop
   */
  Future<Said> respond(byte[] bytes);

  /** What to tell the client. */
  sealed interface Said {
    /**
     * More of the mechanism, or its end.
     *
     * @param sessionMillis for how long it is believed, if it is now; 0 for ever
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Bytes(byte[] bytes, long sessionMillis) implements Said {}

    /** That it is not believed, and no more. */
    record Refusal(String why) implements Said {}

    /** Nothing, for it was not looked at and may come again. */
    record Nothing(String why) implements Said {}
  }
}
