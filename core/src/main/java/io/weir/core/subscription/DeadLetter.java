package io.weir.core.subscription;

import io.weir.record.LogRecord;
import java.util.List;

/**
 * A message that nobody is to have any more.
 *
 * @param subscription which gives it up
 * @param message as it was
 * @param history what became of it so far, this time included, the latest first
 */
public record DeadLetter(
    String subscription, LogRecord message, Reason reason, List<Death> history) {

  public DeadLetter {
    history = List.copyOf(history);
  }
}
