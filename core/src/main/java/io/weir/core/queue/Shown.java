package io.weir.core.queue;

import io.weir.core.subscription.Delivery;
import io.weir.record.Header;
import io.weir.record.InvalidBatchException;
import io.weir.record.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages as consumers of a queue see them. */
final class Shown {
  private Shown() {}

  static Delivered of(String queue, Delivery delivery) {
    LogRecord message = delivery.message();
    List<Header> headers = headers(message);
    return new Delivered(
        delivery.number(),
        Stamp.exchange(headers),
        Stamp.key(headers, key(message, queue)),
        message,
        Stamp.off(headers),
        delivery.failures(),
        delivery.deliveries(),
        delivery.redelivered());
  }

  static int bodyBytes(LogRecord message) {
    var body = message.value();
    return body == null ? 0 : body.readableBytes();
  }

  private static String key(LogRecord message, String queue) {
    var key = message.key();
    return key == null ? queue : key.toString(StandardCharsets.UTF_8);
  }

  /** What cannot be read says nothing; the message is delivered as it is. */
  static List<Header> headers(LogRecord message) {
    try {
      return message.headers();
    } catch (InvalidBatchException e) {
      return List.of();
    }
  }
}
