package io.weir.kafka.api;

import io.weir.core.Core;
import io.weir.core.address.KafkaName;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.kafka.api.Denials.Purpose;
import io.weir.kafka.mapping.TopicIds;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/**
 * Finds the topics that requests name, by name or, in newer versions, by id, for callers that may
 * do what they ask. A name that the caller has no right to is refused whether there is such a topic
 * or not; an id of a topic that it may not even know of is like one that no topic has.
 */
final class TopicLookup {
  private final Core core;
  private final Denials denials;

  TopicLookup(Core core) {
    this.core = core;
    this.denials = new Denials(core);
  }

  /** What a request's words stand for. */
  sealed interface Sought {
    /** What the client is told of it. */
    Errors error();
  }

  /** A topic, with which the caller may do what it asks. */
  record Found(Topic topic) implements Sought {
    @Override
    public Errors error() {
      return Errors.NONE;
    }
  }

  /**
   * Nothing that the caller may do that with.
   *
   * @param message a sentence for a person
   */
  record Refused(Errors error, String message) implements Sought {
    Refused(Errors error) {
      this(error, error.message());
    }
  }

  /**
   * @param name used where the id is zero
   */
  Sought find(Caller caller, String name, Uuid id, Purpose purpose) {
    return id.equals(Uuid.ZERO_UUID) ? byName(caller, name, purpose) : byId(caller, id, purpose);
  }

  /** The topic of a name, whoever asks: for what has been allowed already. */
  Optional<Topic> named(Caller caller, String name) {
    try {
      return core.topics().find(caller.tenant(), KafkaName.parse(name));
    } catch (Failure.InvalidRequest noName) {
      return Optional.empty();
    }
  }

  /** Whether the caller may know of a name that the gateway itself is about to say. */
  boolean sees(Caller caller, String name) {
    try {
      return denials.sees(caller, KafkaName.parse(name));
    } catch (Failure.InvalidRequest noName) {
      return false;
    }
  }

  private Sought byName(Caller caller, String text, Purpose purpose) {
    TopicName name;
    try {
      name = KafkaName.parse(text);
    } catch (Failure.InvalidRequest noName) {
      return new Refused(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }
    if (!denials.allows(caller, name, purpose)) {
      return denied(caller, name, purpose);
    }
    return core.topics()
        .find(caller.tenant(), name)
        .<Sought>map(Found::new)
        .orElseGet(() -> new Refused(Errors.UNKNOWN_TOPIC_OR_PARTITION));
  }

  private Sought byId(Caller caller, Uuid id, Purpose purpose) {
    Topic topic = core.topics().find(caller.tenant(), TopicIds.ofKafka(id)).orElse(null);
    if (topic == null) {
      return new Refused(Errors.UNKNOWN_TOPIC_ID);
    } else if (denials.allows(caller, topic.name(), purpose)) {
      return new Found(topic);
    } else if (denials.sees(caller, topic.name())) {
      return denied(caller, topic.name(), purpose);
    }
    return new Refused(Errors.UNKNOWN_TOPIC_ID);
  }

  private Refused denied(Caller caller, TopicName name, Purpose purpose) {
    Failure.Denied denied = denials.denied(caller, name, purpose);
    return new Refused(Errors.TOPIC_AUTHORIZATION_FAILED, String.valueOf(denied.getMessage()));
  }
}
