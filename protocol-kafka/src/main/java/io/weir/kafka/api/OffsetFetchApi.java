package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.address.KafkaName;
import io.weir.core.topic.Topic;
import io.weir.kafka.api.Denials.Purpose;
import io.weir.kafka.api.TopicLookup.Found;
import io.weir.kafka.api.TopicLookup.Refused;
import io.weir.kafka.group.TenantGroups;
import io.weir.kafka.mapping.TopicIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetFetchResponse;

/**
 * {@code OffsetFetch}: how far groups have come. Up to version 7 a request is about one group, from
 * 8 on about several, from 10 on topics have ids.
 */
final class OffsetFetchApi implements Api<OffsetFetchRequestData> {
  private static final Versions VERSIONS = new Versions(1, 10);
  private static final int FIRST_VERSION_WITH_GROUPS = 8;
  private static final int FIRST_VERSION_WITH_IDS = 10;

  private final GroupApi groups;
  private final TopicLookup topics;

  OffsetFetchApi(Broker broker) {
    this.groups = new GroupApi(broker);
    this.topics = new TopicLookup(broker.core());
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.OFFSET_FETCH;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(OffsetFetchRequestData request, Exchange exchange) {
    List<Future<OffsetFetchResponseGroup>> fetched = new ArrayList<>();
    for (OffsetFetchRequestGroup group : asked(request, exchange.version())) {
      fetched.add(fetch(group, request.requireStable(), exchange));
    }
    return Future.join(fetched)
        .map(
            done -> {
              List<OffsetFetchResponseGroup> answered =
                  fetched.stream().map(Future::result).toList();
              return exchange.answer(
                  new OffsetFetchResponse.Builder(answered).build(exchange.version()).data());
            });
  }

  private static List<OffsetFetchRequestGroup> asked(
      OffsetFetchRequestData request, short version) {
    if (version >= FIRST_VERSION_WITH_GROUPS) {
      return request.groups();
    }
    OffsetFetchRequestGroup group = new OffsetFetchRequestGroup().setGroupId(request.groupId());
    if (request.topics() == null) {
      return List.of(group.setTopics(null));
    }
    return List.of(
        group.setTopics(
            request.topics().stream()
                .map(
                    topic ->
                        new OffsetFetchRequestTopics()
                            .setName(topic.name())
                            .setPartitionIndexes(topic.partitionIndexes()))
                .toList()));
  }

  private Future<OffsetFetchResponseGroup> fetch(
      OffsetFetchRequestGroup asked, boolean requireStable, Exchange exchange) {
    OffsetFetchRequestGroup whole = asked.duplicate();
    if (!groups.sees(exchange, asked.groupId())) {
      return Future.succeededFuture(failed(whole, Errors.GROUP_AUTHORIZATION_FAILED, exchange));
    }
    return groups
        .ready(exchange)
        .compose(
            coordinator ->
                asked.topics() == null
                    ? fetchAll(coordinator, asked, requireStable, exchange)
                    : fetchSome(coordinator, asked, requireStable, exchange))
        .otherwise(cause -> failed(whole, GroupApi.error(cause), exchange));
  }

  private static OffsetFetchResponseGroup failed(
      OffsetFetchRequestGroup asked, Errors error, Exchange exchange) {
    return OffsetFetchResponse.groupError(asked, error, exchange.version());
  }

  /** Everything the group has committed, of topics that the caller may see. */
  private Future<OffsetFetchResponseGroup> fetchAll(
      TenantGroups coordinator,
      OffsetFetchRequestGroup asked,
      boolean requireStable,
      Exchange exchange) {
    return coordinator
        .fetch(GroupApi.call(exchange), asked, requireStable)
        .map(
            group -> {
              List<OffsetFetchResponseTopics> shown = new ArrayList<>();
              for (OffsetFetchResponseTopics committed : group.topics()) {
                if (!topics.sees(exchange.caller(), committed.name())) {
                  continue;
                }
                Optional<Topic> topic = topics.named(exchange.caller(), committed.name());
                topic.ifPresent(it -> committed.setTopicId(TopicIds.toKafka(it.id())));
                if (topic.isPresent() || exchange.version() < FIRST_VERSION_WITH_IDS) {
                  shown.add(committed);
                }
              }
              return group.setTopics(shown);
            });
  }

  private Future<OffsetFetchResponseGroup> fetchSome(
      TenantGroups coordinator,
      OffsetFetchRequestGroup asked,
      boolean requireStable,
      Exchange exchange) {
    List<OffsetFetchRequestTopics> known = new ArrayList<>();
    List<OffsetFetchResponseTopics> refused = new ArrayList<>();
    for (OffsetFetchRequestTopics wanted : asked.topics()) {
      switch (topics.find(exchange.caller(), wanted.name(), wanted.topicId(), Purpose.DESCRIBE)) {
        case Found found -> known.add(named(wanted, found.topic()));
        // A name without a topic is no error: what was committed for it may still be there.
        case Refused(Errors error, String message)
            when error == Errors.UNKNOWN_TOPIC_OR_PARTITION ->
            known.add(wanted);
        case Refused(Errors error, String message) -> refused.add(refused(wanted, error));
      }
    }
    return coordinator
        .fetch(GroupApi.call(exchange), asked.setTopics(known), requireStable)
        .map(
            group -> {
              List<OffsetFetchResponseTopics> all = new ArrayList<>(group.topics());
              all.addAll(refused);
              return group.setTopics(all);
            });
  }

  private static OffsetFetchRequestTopics named(OffsetFetchRequestTopics wanted, Topic topic) {
    return wanted.setName(KafkaName.of(topic.name())).setTopicId(TopicIds.toKafka(topic.id()));
  }

  private static OffsetFetchResponseTopics refused(OffsetFetchRequestTopics wanted, Errors error) {
    OffsetFetchResponseTopics topic =
        new OffsetFetchResponseTopics().setName(wanted.name()).setTopicId(wanted.topicId());
    for (int partition : wanted.partitionIndexes()) {
      topic
          .partitions()
          .add(
              new OffsetFetchResponsePartitions()
                  .setPartitionIndex(partition)
                  .setCommittedOffset(-1)
                  .setErrorCode(error.code()));
    }
    return topic;
  }
}
