package io.weir.kafka.api;

import io.weir.core.Core;
import io.weir.core.address.KafkaName;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.kafka.mapping.TopicIds;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Finds the topics that requests name, by name or, in newer versions, by id. */
final class TopicLookup {
  private final Core core;

  TopicLookup(Core core) {
    this.core = core;
  }

  /**
   * @param name used where the id is zero
   * @return null if the caller's tenant has no such topic, or there can be none of that name
   */
  @Nullable Topic find(Caller caller, String name, Uuid id) {
    if (!id.equals(Uuid.ZERO_UUID)) {
      return core.topics().find(caller.tenant(), TopicIds.ofKafka(id)).orElse(null);
    }
    try {
      return core.topics().find(caller.tenant(), KafkaName.parse(name)).orElse(null);
    } catch (Failure.InvalidRequest noName) {
      return null;
    }
  }

  /** What is said of a topic that was not found. */
  static Errors unknown(Uuid id) {
    return id.equals(Uuid.ZERO_UUID) ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.UNKNOWN_TOPIC_ID;
  }
}
