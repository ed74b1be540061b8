package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.address.KafkaName;
import io.weir.core.event.Event;
import io.weir.core.topic.Topic;
import io.weir.kafka.api.Denials.Purpose;
import io.weir.kafka.api.TopicLookup.Found;
import io.weir.kafka.api.TopicLookup.Sought;
import io.weir.kafka.group.TenantGroups;
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

  /**
   * Offsets of a topic that the caller may commit.
   *
   * @param asked under the topic's name and id, whichever the client gave
   */
  private record Known(Topic topic, OffsetCommitRequestTopic asked) {}

  @Override
  public Future<Reply> answer(OffsetCommitRequestData request, Exchange exchange) {
    List<OffsetCommitResponseTopic> refused = new ArrayList<>();
    List<Known> known = new ArrayList<>();
    for (OffsetCommitRequestTopic asked : request.topics()) {
      sort(asked, exchange, known, refused);
    }
    OffsetCommitRequestData whole = request.duplicate();
    return groups.ask(
        exchange,
        request.groupId(),
        coordinator ->
            commit(coordinator, request, known, exchange)
                .map(
                    response -> {
                      response.topics().addAll(refused);
                      return response;
                    }),
        error -> OffsetCommitRequest.getErrorResponse(whole, error));
  }

  private Future<OffsetCommitResponseData> commit(
      TenantGroups coordinator,
      OffsetCommitRequestData request,
      List<Known> known,
      Exchange exchange) {
    if (known.isEmpty()) {
      return Future.succeededFuture(new OffsetCommitResponseData());
    }
    String group = request.groupId();
    List<OffsetCommitRequestTopic> topics = known.stream().map(Known::asked).toList();
    return coordinator
        .commit(GroupApi.call(exchange), request.setTopics(topics))
        .onSuccess(response -> settled(group, known, response, exchange));
  }

  /** Sorts the partitions of a topic into those that may be committed and those that may not. */
  private void sort(
      OffsetCommitRequestTopic asked,
      Exchange exchange,
      List<Known> known,
      List<OffsetCommitResponseTopic> refused) {
    Sought sought = topics.find(exchange.caller(), asked.name(), asked.topicId(), Purpose.CONSUME);
    OffsetCommitRequestTopic there = new OffsetCommitRequestTopic();
    OffsetCommitResponseTopic missing =
        new OffsetCommitResponseTopic().setName(asked.name()).setTopicId(asked.topicId());
    for (OffsetCommitRequestPartition partition : asked.partitions()) {
      int index = partition.partitionIndex();
      if (sought instanceof Found(Topic topic) && topic.hasPartition(index)) {
        there.partitions().add(partition);
      } else {
        Errors told = sought instanceof Found ? Errors.UNKNOWN_TOPIC_OR_PARTITION : sought.error();
        missing
            .partitions()
            .add(
                new OffsetCommitResponsePartition()
                    .setPartitionIndex(index)
                    .setErrorCode(told.code()));
      }
    }
    if (sought instanceof Found(Topic topic) && !there.partitions().isEmpty()) {
      there.setName(KafkaName.of(topic.name())).setTopicId(TopicIds.toKafka(topic.id()));
      known.add(new Known(topic, there));
    }
    if (!missing.partitions().isEmpty()) {
      refused.add(missing);
    }
  }

  private void settled(
      String group, List<Known> known, OffsetCommitResponseData response, Exchange exchange) {
    if (!broker.core().events().isHeard()) {
      return;
    }
    Map<String, Set<Integer>> committed = committed(response);
    for (Known each : known) {
      Topic topic = each.topic();
      Set<Integer> there = committed.getOrDefault(KafkaName.of(topic.name()), Set.of());
      for (OffsetCommitRequestPartition partition : each.asked().partitions()) {
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
