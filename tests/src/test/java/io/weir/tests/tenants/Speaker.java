package io.weir.tests.tenants;

import java.io.IOException;
import java.util.Set;

/**
 * A protocol as the matrix of tenants needs it. A protocol joins with one class of these, and a
 * line in {@link Speakers}.
 */
interface Speaker {

  /** Its name among a listener's {@code ports}. */
  String protocol();

  /** How its clients can say who they are. */
  Set<Credential.Kind> credentials();

  /**
   * Connects once and says who it is. If it is let in, publishes a message, then says what there is
   * and reads that topic from its beginning to its end.
   */
  Answer attempt(Way way, Credential credential, String topic, String message) throws Exception;

  /**
   * The same with a client as programs use it, which connects as often as it likes. Asked only
   * where it is to be let in.
   */
  default Answer visit(Way way, Credential credential, String topic, String message)
      throws Exception {
    return attempt(way, credential, topic, message);
  }

  /** Whatever it was answered is not what its protocol says to whom it lets in or refuses. */
  final class UnexpectedException extends IOException {
    private static final long serialVersionUID = 1L;

    UnexpectedException(String message) {
      super(message);
    }
  }
}
