package io.weir.core.topic;

import io.weir.backend.Capabilities;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Cleanup;
import io.weir.backend.Compaction;
import io.weir.backend.Durability;
import io.weir.backend.TopicSettings;
import io.weir.core.address.KafkaName;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.core.failure.Failure.InvalidRequest.Subject;
import io.weir.record.BatchFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a topic may be asked to be, checked before the backend is asked. */
record TopicRequest(TopicName name, int partitions, TopicSettings settings) {

  /** Checks the request of a new topic. */
  void check(Capabilities capabilities) {
    if (!KafkaName.exists(name)) {
      throw new InvalidRequest(
          Subject.TOPIC_NAME,
          "the name '"
              + name
              + "' is too long: written for Kafka it takes more than "
              + KafkaName.MAX_LENGTH
              + " characters");
    }
    checkChange(capabilities);
  }

  /** Checks the request to change a topic. */
  void checkChange(Capabilities capabilities) {
    if (partitions < 1 || partitions > Topics.MAX_PARTITIONS) {
      throw new InvalidRequest(
          Subject.PARTITIONS,
          "a topic has 1 to " + Topics.MAX_PARTITIONS + " partitions, not " + partitions);
    }
    checkBatchBytes(capabilities.maxBatchBytes());
    checkLags(settings.compaction());
    checkAbilities(capabilities);
  }

  private void checkBatchBytes(int largest) {
    if (settings.maxBatchBytes() < BatchFormat.HEADER_BYTES || settings.maxBatchBytes() > largest) {
      throw new InvalidRequest(
          Subject.CONFIG,
          "the largest batch is "
              + BatchFormat.HEADER_BYTES
              + " to "
              + largest
              + " bytes, not "
              + settings.maxBatchBytes());
    }
  }

  private static void checkLags(Compaction compaction) {
    if (compaction.minLagMillis() > compaction.maxLagMillis()) {
      throw new InvalidRequest(
          Subject.CONFIG,
          "the least lag of compaction, "
              + compaction.minLagMillis()
              + " ms, is greater than the greatest, "
              + compaction.maxLagMillis()
              + " ms");
    }
  }

  private void checkAbilities(Capabilities capabilities) {
    if (settings.cleanup() != Cleanup.DELETE && !capabilities.can(Feature.COMPACTION)) {
      throw new Failure.Unsupported("this log cannot compact topics; it deletes old records");
    }
    if (settings.keyIndex() && !capabilities.can(Feature.KEY_INDEX)) {
      throw new Failure.Unsupported("this log has no index of keys; it is read from an offset on");
    }
    if (!capabilities.durabilities().contains(settings.durability())) {
      throw new Failure.Unsupported(
          "this log does not offer durability "
              + lowerCase(settings.durability())
              + "; it offers "
              + capabilities.durabilities().stream()
                  .sorted()
                  .map(TopicRequest::lowerCase)
                  .collect(Collectors.joining(", ")));
    }
    if (!capabilities.fit(settings).retention().equals(settings.retention())) {
      throw new Failure.Unsupported(
          "this log keeps records for at most "
              + capabilities.maxRetentionMillis()
              + " ms; a shorter retention is needed");
    }
  }

  /** Checks the request to change this topic. */
  void checkChangeOf(Topic topic, Capabilities capabilities) {
    checkChange(capabilities);
    if (partitions < topic.partitions()) {
      throw new InvalidRequest(
          Subject.PARTITIONS,
          name.called()
              + " has "
              + topic.partitions()
              + " partitions and cannot have fewer; "
              + partitions
              + " were asked for");
    }
  }

  private static String lowerCase(Durability durability) {
    return durability.name().toLowerCase(Locale.ROOT);
  }
}
