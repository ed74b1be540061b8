package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.KafkaName;
import io.weir.core.event.Event;
import io.weir.core.topic.Topic;
import io.weir.kafka.mapping.TopicIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.jspecify.annotations.Nullable;

/** {@code OffsetCommit}: how far a group has come, for topics that exist. */
final class OffsetCommitApi implements Api<OffsetCommitRequestData> {
  private static final Versions VERSIONS = new Versions(2, 10);

  private final Broker broker;
  private final GroupApi groups;
  private final TopicLookup topics;

  OffsetCommitApi(Broker broker) {
    this.broker = broker;
    this.groups = new GroupApi(broker);
    this.topics = new TopicLookup(broker.core());
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.OFFSET_COMMIT;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(OffsetCommitRequestData request, Exchange exchange) {
    List<OffsetCommitResponseTopic> refused = new ArrayList<>();
    List<OffsetCommitRequestTopic> known = new ArrayList<>();
    for (OffsetCommitRequestTopic asked : request.topics()) {
      sort(asked, exchange, known, refused);
    }
    String group = request.groupId();
    OffsetCommitRequestData whole = request.duplicate();
    if (known.isEmpty() && groups.mayUse(exchange, group)) {
      return Future.succeededFuture(
          exchange.answer(new OffsetCommitResponseData().setTopics(refused)));
    }
    return groups.ask(
        exchange,
        group,
        coordinator ->
            coordinator
                .commit(GroupApi.call(exchange), request.setTopics(known))
                .map(
                    response -> {
                      settled(group, whole, response, exchange);
                      response.topics().addAll(refused);
                      return response;
                    }),
        error -> OffsetCommitRequest.getErrorResponse(whole, error));
  }

  /** Sorts the partitions of a topic into those that exist and those that do not. */
  private void sort(
      OffsetCommitRequestTopic asked,
      Exchange exchange,
      List<OffsetCommitRequestTopic> known,
      List<OffsetCommitResponseTopic> refused) {
    Topic topic = topics.find(exchange.caller(), asked.name(), asked.topicId());
    Errors error = refusal(topic, asked, exchange);
    OffsetCommitRequestTopic there = new OffsetCommitRequestTopic();
    OffsetCommitResponseTopic missing =
        new OffsetCommitResponseTopic().setName(asked.name()).setTopicId(asked.topicId());
    for (OffsetCommitRequestPartition partition : asked.partitions()) {
      int index = partition.partitionIndex();
      if (error == Errors.NONE && topic != null && topic.hasPartition(index)) {
        there.partitions().add(partition);
      } else {
        Errors told = error == Errors.NONE ? Errors.UNKNOWN_TOPIC_OR_PARTITION : error;
        missing
            .partitions()
            .add(
                new OffsetCommitResponsePartition()
                    .setPartitionIndex(index)
                    .setErrorCode(told.code()));
      }
    }
    if (topic != null && !there.partitions().isEmpty()) {
      known.add(there.setName(KafkaName.of(topic.name())).setTopicId(TopicIds.toKafka(topic.id())));
    }
    if (!missing.partitions().isEmpty()) {
      refused.add(missing);
    }
  }

  private Errors refusal(@Nullable Topic topic, OffsetCommitRequestTopic asked, Exchange exchange) {
    if (topic == null) {
      return TopicLookup.unknown(asked.topicId());
    }
    return broker
            .core()
            .access()
            .allows(exchange.caller(), Operation.CONSUME, Resource.topic(topic.name().text()))
        ? Errors.NONE
        : Errors.TOPIC_AUTHORIZATION_FAILED;
  }

  private void settled(
      String group,
      OffsetCommitRequestData request,
      OffsetCommitResponseData response,
      Exchange exchange) {
    if (!broker.core().events().isHeard()) {
      return;
    }
    Map<String, Set<Integer>> committed = committed(response);
    for (OffsetCommitRequestTopic asked : request.topics()) {
      Topic topic = topics.find(exchange.caller(), asked.name(), asked.topicId());
      if (topic == null) {
        continue;
      }
      Set<Integer> there = committed.getOrDefault(KafkaName.of(topic.name()), Set.of());
      for (OffsetCommitRequestPartition partition : asked.partitions()) {
        if (there.contains(partition.partitionIndex())) {
          broker
              .core()
              .events()
              .emit(
                  () ->
                      new Event.Settled(
                          exchange.caller(),
                          group,
                          topic.name().text(),
                          partition.partitionIndex(),
                          partition.committedOffset()));
        }
      }
    }
  }

  /** The partitions of each topic whose offset was taken: looked up once for each, of thousands. */
  private static Map<String, Set<Integer>> committed(OffsetCommitResponseData response) {
    Map<String, Set<Integer>> committed = new HashMap<>();
    for (OffsetCommitResponseTopic answered : response.topics()) {
      for (OffsetCommitResponsePartition partition : answered.partitions()) {
        if (partition.errorCode() == Errors.NONE.code()) {
          committed
              .computeIfAbsent(answered.name(), name -> new HashSet<>())
              .add(partition.partitionIndex());
        }
      }
    }
    return committed;
  }
}
