package io.weir.kafka.mapping;

import java.util.UUID;
import org.apache.kafka.common.Uuid;

/** Ids of topics and clusters: the same 128 bits on both sides. */
public final class TopicIds {
  private TopicIds() {}

  public static Uuid toKafka(UUID id) {
    return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  public static UUID ofKafka(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }
}
