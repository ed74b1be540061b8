package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.address.KafkaName;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import io.weir.kafka.mapping.ErrorCodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** {@code CreatePartitions}: a topic gets more of them. */
final class CreatePartitionsApi implements Api<CreatePartitionsRequestData> {
  private static final Versions VERSIONS = new Versions(0, 3);

  private final Broker broker;

  CreatePartitionsApi(Broker broker) {
    this.broker = broker;
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.CREATE_PARTITIONS;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(CreatePartitionsRequestData request, Exchange exchange) {
    List<Future<CreatePartitionsTopicResult>> changes = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (CreatePartitionsTopic topic : request.topics()) {
      if (named.add(topic.name())) {
        boolean once = request.topics().findAll(topic.name()).size() == 1;
        changes.add(
            once
                ? grow(topic, request.validateOnly(), exchange)
                : failed(
                    topic, Errors.INVALID_REQUEST, "the request names this topic more than once"));
      }
    }
    return Future.join(changes)
        .map(
            done -> {
              CreatePartitionsResponseData response = new CreatePartitionsResponseData();
              changes.forEach(change -> response.results().add(change.result()));
              return exchange.answer(response);
            });
  }

  private Future<CreatePartitionsTopicResult> grow(
      CreatePartitionsTopic asked, boolean validateOnly, Exchange exchange) {
    Topics topics = broker.core().topics();
    try {
      TopicName name = KafkaName.parse(asked.name());
      topics.checkAlter(exchange.caller(), name, topic -> grown(topic, asked));
      Topic topic = topics.get(exchange.caller().tenant(), name);
      if (!isOurs(asked.assignments(), asked.count() - topic.partitions())) {
        return failed(
            asked,
            Errors.INVALID_REPLICA_ASSIGNMENT,
            "each new partition is assigned to broker " + Broker.ID + " alone");
      }
      Future<?> change =
          validateOnly
              ? Future.succeededFuture()
              : topics.alter(exchange.caller(), name, now -> grown(now, asked));
      return change.compose(
          done -> Future.succeededFuture(new CreatePartitionsTopicResult().setName(asked.name())),
          cause -> failed(asked, cause));
    } catch (Failure failure) {
      return failed(asked, failure);
    }
  }

  private static boolean isOurs(
      @Nullable List<CreatePartitionsAssignment> assignments, int newPartitions) {
    return assignments == null
        || assignments.size() == newPartitions
            && assignments.stream().allMatch(it -> Assignments.isOurs(it.brokerIds()));
  }

  private static Topic grown(Topic topic, CreatePartitionsTopic asked) {
    if (asked.count() <= topic.partitions() || asked.count() > Topics.MAX_PARTITIONS) {
      throw new InvalidRequest(
          InvalidRequest.Subject.PARTITIONS,
          "topic '"
              + asked.name()
              + "' has "
              + topic.partitions()
              + " partitions; it can have more, up to "
              + Topics.MAX_PARTITIONS
              + ", but not "
              + asked.count());
    }
    return topic.withPartitions(asked.count());
  }

  private static Future<CreatePartitionsTopicResult> failed(
      CreatePartitionsTopic asked, Throwable cause) {
    Errors error = ErrorCodes.of(cause);
    return failed(asked, error, ErrorCodes.message(cause, error));
  }

  private static Future<CreatePartitionsTopicResult> failed(
      CreatePartitionsTopic asked, Errors error, String message) {
    return Future.succeededFuture(
        new CreatePartitionsTopicResult()
            .setName(asked.name())
            .setErrorCode(error.code())
            .setErrorMessage(message));
  }
}
