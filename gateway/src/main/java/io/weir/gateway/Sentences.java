package io.weir.gateway;

import io.weir.backend.BackendException;
import io.weir.core.failure.Failure;
import io.weir.protocol.ListenException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an operator can mend, whose message is a sentence, from a defect, whose stack trace is
 * what helps.
 */
final class Sentences {
  private Sentences() {}

  static RuntimeException of(@Nullable Throwable cause) {
    return switch (cause) {
      case ListenException e -> new SentenceException(message(e));
      case BackendException e -> new SentenceException(message(e));
      case Failure e -> new SentenceException(message(e));
      case RuntimeException e -> e;
      case null, default -> new IllegalStateException("Weir could not start", cause);
    };
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
