package io.weir.core.topic;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a topic came to be, as Weir's metadata has it.
 *
 * @param how it came to be
 * @param createdBy the principal who asked for it, or null where that is not known
 * @param createdAt when, or when it was found
 */
public record TopicOrigin(How how, @Nullable String createdBy, Instant createdAt) {

  /** How a topic came to be. */
  public enum How {
    /** Somebody created it. */
    DECLARED,
    /** A client used its name. */
    FIRST_USE,
    /** It was in the backend, without a word about it in the metadata. */
    FOUND
  }
}
