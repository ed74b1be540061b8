package io.weir.core.queue;

import io.weir.core.queue.QueueOptions.Aspect;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What declarations of queues are compared by. */
final class QueueDifference {
  private QueueDifference() {}

  static @Nullable Aspect between(QueueOptions one, QueueOptions other) {
    Map<Aspect, @Nullable Object> ofOne = aspects(one);
    Map<Aspect, @Nullable Object> ofOther = aspects(other);
    for (Aspect aspect : Aspect.values()) {
      if (!Objects.equals(ofOne.get(aspect), ofOther.get(aspect))) {
        return aspect;
      }
    }
    return null;
  }

  private static Map<Aspect, @Nullable Object> aspects(QueueOptions of) {
    Map<Aspect, @Nullable Object> all = new EnumMap<>(Aspect.class);
    DeadLetterRoute letters = of.deadLetter();
    all.put(Aspect.VARIANT, of.variant());
    all.put(Aspect.DURABLE, of.durable());
    all.put(Aspect.EXCLUSIVE, of.exclusive());
    all.put(Aspect.AUTO_DELETE, of.autoDelete());
    all.put(Aspect.KIND, of.kind());
    all.put(Aspect.MESSAGE_EXPIRY, of.messageExpiryMillis());
    all.put(Aspect.IDLE_EXPIRY, of.idleExpiryMillis());
    all.put(Aspect.MAX_MESSAGES, of.maxMessages());
    all.put(Aspect.MAX_BYTES, of.maxBytes());
    all.put(Aspect.OVERFLOW, of.overflow());
    all.put(Aspect.DEAD_LETTER_EXCHANGE, letters == null ? null : letters.exchange());
    all.put(Aspect.DEAD_LETTER_KEY, letters == null ? null : letters.key());
    all.put(Aspect.MAX_PRIORITY, of.maxPriority());
    all.put(Aspect.SINGLE_ACTIVE, of.singleActive());
    all.put(Aspect.DELIVERY_LIMIT, of.deliveryLimit());
    all.put(Aspect.RETRY, of.retry());
    all.put(Aspect.MAX_AGE, of.maxAgeMillis());
    all.put(Aspect.TOPIC, of.topic());
    all.put(Aspect.SETTINGS, of.settings());
    return all;
  }
}
