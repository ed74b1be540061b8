package io.weir.gateway.config;

import io.weir.backend.Retention;
import io.weir.backend.TopicSettings;
import io.weir.core.unit.TimeSpan;
import java.time.Duration;

/**
 * A time to keep something: a span like {@code 7d}, or {@code forever}.
 *
 * @param millis or {@link Retention#UNLIMITED}
 */
public record Period(long millis) {
  /** The word for no end. */
  static final String FOREVER = "forever";

  /** The same topic, its messages kept for so long. */
  TopicSettings on(TopicSettings settings) {
    return settings.withRetention(new Retention(millis, Retention.UNLIMITED));
  }

  @Override
  public String toString() {
    return millis == Retention.UNLIMITED ? FOREVER : TimeSpan.format(Duration.ofMillis(millis));
  }
}
