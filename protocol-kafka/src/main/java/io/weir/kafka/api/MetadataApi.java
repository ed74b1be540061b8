package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.KafkaName;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.rights.Rights;
import io.weir.core.rights.Rights.Purpose;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.kafka.api.TopicLookup.Found;
import io.weir.kafka.api.TopicLookup.Refused;
import io.weir.kafka.mapping.AuthorizedOperations;
import io.weir.kafka.mapping.ErrorCodes;
import io.weir.kafka.mapping.TopicIds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * {@code Metadata}: the one broker, and the topics asked for, created on the way where the client
 * lets them be.
 */
final class MetadataApi implements Api<MetadataRequestData> {
  private static final Versions VERSIONS = new Versions(0, 13);
  private static final int FIRST_VERSION_WITH_IDS = 12;

  /** Topics looked up at a stretch. */
  private static final int AT_ONCE = 100;

  private static final int LAST_VERSION_WITH_CLUSTER_RIGHTS = 10;

  private final Broker broker;
  private final Rights rights;
  private final TopicLookup topics;

  MetadataApi(Broker broker) {
    this.broker = broker;
    this.rights = broker.core().rights();
    this.topics = new TopicLookup(broker.core());
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.METADATA;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(MetadataRequestData request, Exchange exchange) {
    MetadataResponseData response = cluster(request, exchange);
    Future<Void> complete =
        wantsAll(request, exchange.version())
            ? addAll("", request, exchange, response)
            : addAsked(0, request, exchange, response);
    return complete.map(done -> exchange.answer(response));
  }

  /** Some topics at a time, for there may be a million, and others wait for this thread. */
  private Future<Void> addAll(
      String after, MetadataRequestData request, Exchange exchange, MetadataResponseData response) {
    List<Topic> some = broker.core().topics().list(exchange.caller(), after, AT_ONCE);
    Future<Void> added =
        add(some.stream().map(topic -> describe(topic, request, exchange)).toList(), response);
    return some.size() < AT_ONCE
        ? added
        : added
            .compose(this::later)
            .compose(done -> addAll(some.getLast().name().text(), request, exchange, response));
  }

  private Future<Void> addAsked(
      int from, MetadataRequestData request, Exchange exchange, MetadataResponseData response) {
    int to = Math.min(from + AT_ONCE, request.topics().size());
    List<MetadataRequestTopic> some = request.topics().subList(from, to);
    Future<Void> added =
        add(some.stream().map(topic -> find(topic, request, exchange)).toList(), response);
    return to == request.topics().size()
        ? added
        : added.compose(this::later).compose(done -> addAsked(to, request, exchange, response));
  }

  private static Future<Void> add(
      List<Future<MetadataResponseTopic>> topics, MetadataResponseData response) {
    return Future.join(topics)
        .map(
            done -> {
              topics.forEach(topic -> response.topics().add(topic.result()));
              return null;
            });
  }

  /**
   * Once others have had this thread: a task that is only put last would come before what their
   * sockets have for it.
   */
  private Future<Void> later(@Nullable Void done) {
    return broker.vertx().timer(1, TimeUnit.NANOSECONDS).mapEmpty();
  }

  /** In version 0 an empty list means all topics, later it means none and null means all. */
  private static boolean wantsAll(MetadataRequestData request, short version) {
    return request.topics() == null || version == 0 && request.topics().isEmpty();
  }

  private MetadataResponseData cluster(MetadataRequestData request, Exchange exchange) {
    MetadataResponseData response =
        new MetadataResponseData().setClusterId(broker.clusterId()).setControllerId(Broker.ID);
    response
        .brokers()
        .add(
            new MetadataResponseBroker()
                .setNodeId(Broker.ID)
                .setHost(exchange.client().broker().host())
                .setPort(exchange.client().broker().port()));
    if (request.includeClusterAuthorizedOperations()
        && exchange.version() <= LAST_VERSION_WITH_CLUSTER_RIGHTS) {
      response.setClusterAuthorizedOperations(AuthorizedOperations.clusterBits());
    }
    return response;
  }

  private Future<MetadataResponseTopic> find(
      MetadataRequestTopic asked, MetadataRequestData request, Exchange exchange) {
    boolean byId = !asked.topicId().equals(Uuid.ZERO_UUID);
    if (exchange.version() < FIRST_VERSION_WITH_IDS && (byId || asked.name() == null)) {
      // The versions before could say it, and no broker took it.
      return missing(
          asked.setName(asked.name() == null ? "" : asked.name()), Errors.INVALID_REQUEST);
    }
    if (byId) {
      return switch (topics.find(exchange.caller(), "", asked.topicId(), Purpose.DESCRIBE)) {
        case Found found -> describe(found.topic(), request, exchange);
        case Refused refused -> missing(asked, refused.error());
      };
    }
    if (asked.name() == null) {
      return missing(asked, Errors.INVALID_TOPIC_EXCEPTION);
    }
    TopicName name;
    try {
      name = KafkaName.parse(asked.name());
      rights.require(exchange.caller(), name, Purpose.DESCRIBE);
    } catch (Failure.InvalidRequest | Failure.Denied refusal) {
      return missing(asked, ErrorCodes.of(refusal));
    }
    return broker
        .core()
        .topics()
        .find(exchange.caller().tenant(), name)
        .map(Future::succeededFuture)
        .orElseGet(() -> create(exchange.caller(), name, request))
        .compose(
            topic -> describe(topic, request, exchange),
            cause -> missing(asked, ErrorCodes.of(cause)));
  }

  private Future<Topic> create(Caller caller, TopicName name, MetadataRequestData request) {
    return request.allowAutoTopicCreation()
        ? broker.core().topics().findOrCreate(caller, name)
        : Future.failedFuture(name.unknown());
  }

  private static Future<MetadataResponseTopic> missing(MetadataRequestTopic asked, Errors error) {
    return Future.succeededFuture(
        new MetadataResponseTopic()
            .setErrorCode(error.code())
            .setName(asked.name())
            .setTopicId(asked.topicId()));
  }

  private Future<MetadataResponseTopic> describe(
      Topic topic, MetadataRequestData request, Exchange exchange) {
    MetadataResponseTopic described =
        new MetadataResponseTopic()
            .setName(KafkaName.of(topic.name()))
            .setTopicId(TopicIds.toKafka(topic.id()));
    if (request.includeTopicAuthorizedOperations()) {
      described.setTopicAuthorizedOperations(
          AuthorizedOperations.bits(
              broker.core().access(), exchange.caller(), Resource.topic(topic.name().text())));
    }
    List<Future<Integer>> epochs = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      epochs.add(leaderEpoch(exchange.caller(), topic, partition));
    }
    return Future.join(epochs)
        .map(
            done -> {
              for (int partition = 0; partition < epochs.size(); partition++) {
                described.partitions().add(partition(partition, epochs.get(partition).result()));
              }
              return described;
            });
  }

  /**
   * What is written now; -1 is "unknown" to clients, who then do without. Only who consumes has a
   * use for it.
   */
  private Future<Integer> leaderEpoch(Caller caller, Topic topic, int partition) {
    Resource resource = Resource.topic(topic.name().text());
    if (!broker.core().access().allows(caller, Operation.CONSUME, resource)) {
      return Future.succeededFuture(-1);
    }
    return broker
        .core()
        .reader()
        .offsets(caller, topic, partition)
        .map(offsets -> offsets.leaderEpoch())
        .otherwise(-1);
  }

  private static MetadataResponsePartition partition(int index, @Nullable Integer leaderEpoch) {
    return new MetadataResponsePartition()
        .setPartitionIndex(index)
        .setLeaderId(Broker.ID)
        .setLeaderEpoch(leaderEpoch == null ? -1 : leaderEpoch)
        .setReplicaNodes(List.of(Broker.ID))
        .setIsrNodes(List.of(Broker.ID));
  }
}
