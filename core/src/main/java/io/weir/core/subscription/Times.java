package io.weir.core.subscription;

import io.weir.core.publish.PropertyNames;
import io.weir.record.Header;
import io.weir.record.InvalidBatchException;
import io.weir.record.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From when until when a message is to be delivered: what it says itself, in its headers, and what
 * its subscription says.
 */
record Times(long expiryMillis) {

  Loaded loaded(LogRecord message) {
    long expires = ofSubscription(message);
    long due = 0;
    for (Header header : headers(message)) {
      switch (header.name()) {
        case PropertyNames.ABSOLUTE_EXPIRY_TIME -> {
          long own = millis(header.text());
          expires = own < 0 ? expires : Math.min(expires, own);
        }
        case PropertyNames.DELIVER_AT -> due = Math.max(due, millis(header.text()));
        default -> {}
      }
    }
    return new Loaded(message, expires, due);
  }

  private long ofSubscription(LogRecord message) {
    if (expiryMillis == SubscriptionOptions.UNLIMITED || message.timestamp() < 0) {
      return Loaded.NEVER;
    }
    long left = Loaded.NEVER - message.timestamp();
    return expiryMillis >= left ? Loaded.NEVER : message.timestamp() + expiryMillis;
  }

  /** What cannot be read says nothing of times; it is delivered as it is. */
  private static List<Header> headers(LogRecord message) {
    try {
      return message.headers();
    } catch (InvalidBatchException e) {
      return List.of();
    }
  }

  /** A time, or -1 where the text is none. */
  private static long millis(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > 18) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }
}
