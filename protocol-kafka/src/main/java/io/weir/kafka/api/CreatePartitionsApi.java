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
import java.util.List;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

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
    for (CreatePartitionsTopic topic : request.topics()) {
      changes.add(grow(topic, request.validateOnly(), exchange));
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
    Topic topic;
    try {
      TopicName name = KafkaName.parse(asked.name());
      topic = broker.core().topics().get(exchange.caller().tenant(), name);
      check(asked, topic);
      if (validateOnly) {
        broker.core().topics().checkAlter(exchange.caller(), name, asked.count(), topic.settings());
      }
    } catch (Failure failure) {
      return failed(asked, ErrorCodes.of(failure), failure);
    }
    if (asked.assignments() != null
        && (asked.assignments().size() != asked.count() - topic.partitions()
            || !asked.assignments().stream().allMatch(it -> Assignments.isOurs(it.brokerIds())))) {
      return Future.succeededFuture(
          new CreatePartitionsTopicResult()
              .setName(asked.name())
              .setErrorCode(Errors.INVALID_REPLICA_ASSIGNMENT.code())
              .setErrorMessage("each new partition is assigned to broker " + Broker.ID + " alone"));
    }
    CreatePartitionsTopicResult grown = new CreatePartitionsTopicResult().setName(asked.name());
    if (validateOnly) {
      return Future.succeededFuture(grown);
    }
    return broker
        .core()
        .topics()
        .alter(exchange.caller(), topic.name(), asked.count(), topic.settings())
        .compose(
            done -> Future.succeededFuture(grown),
            cause -> failed(asked, ErrorCodes.of(cause), cause));
  }

  private static void check(CreatePartitionsTopic asked, Topic topic) {
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
  }

  private static Future<CreatePartitionsTopicResult> failed(
      CreatePartitionsTopic asked, Errors error, Throwable cause) {
    return Future.succeededFuture(
        new CreatePartitionsTopicResult()
            .setName(asked.name())
            .setErrorCode(error.code())
            .setErrorMessage(ErrorCodes.message(cause, error)));
  }
}
