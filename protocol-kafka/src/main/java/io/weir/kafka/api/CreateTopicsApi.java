package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.backend.TopicSettings;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.KafkaName;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.topic.TopicDefaults;
import io.weir.core.topic.Topics;
import io.weir.kafka.mapping.ErrorCodes;
import io.weir.kafka.mapping.TopicConfigs;
import io.weir.kafka.mapping.TopicIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * {@code CreateTopics}. Any replication factor is taken, for how a topic is kept safe is the log's
 * business; what comes back says that there is one replica.
 */
final class CreateTopicsApi implements Api<CreateTopicsRequestData> {
  private static final Versions VERSIONS = new Versions(2, 7);
  private static final int DEFAULT = -1;

  private final Broker broker;

  CreateTopicsApi(Broker broker) {
    this.broker = broker;
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.CREATE_TOPICS;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(CreateTopicsRequestData request, Exchange exchange) {
    Set<String> named = new HashSet<>();
    List<Future<CreatableTopicResult>> creations = new ArrayList<>();
    for (CreatableTopic asked : request.topics()) {
      if (!named.add(asked.name())) {
        continue;
      }
      boolean once = request.topics().findAll(asked.name()).size() == 1;
      creations.add(
          once
              ? create(asked, request.validateOnly(), exchange)
              : Future.succeededFuture(
                  failed(
                      asked,
                      Errors.INVALID_REQUEST,
                      "the request names this topic more than once")));
    }
    return Future.join(creations)
        .map(
            done -> {
              CreateTopicsResponseData answer = new CreateTopicsResponseData();
              creations.forEach(creation -> answer.topics().add(creation.result()));
              return exchange.answer(answer);
            });
  }

  private Future<CreatableTopicResult> create(
      CreatableTopic asked, boolean validateOnly, Exchange exchange) {
    Topics topics = broker.core().topics();
    TopicDefaults defaults = topics.defaults(exchange.caller().tenant());
    TopicName name;
    int partitions;
    TopicSettings settings;
    try {
      name = KafkaName.parse(asked.name());
      if (!mayManage(name, exchange) || topics.find(exchange.caller().tenant(), name).isPresent()) {
        // Said before all else that may be wrong: who may not is told nothing more, and who creates
        // what is missing goes on after it.
        topics.checkCreate(exchange.caller(), name, defaults.partitions(), defaults.settings());
      }
      partitions = partitions(asked, defaults);
      settings = TopicConfigs.apply(defaults.settings(), defaults.settings(), configs(asked));
      if (validateOnly) {
        topics.checkCreate(exchange.caller(), name, partitions, settings);
      }
    } catch (Failure failure) {
      return Future.succeededFuture(failed(asked, failure));
    }
    Errors badReplication = replication(asked);
    if (badReplication != Errors.NONE) {
      return Future.succeededFuture(failed(asked, badReplication, replicationMessage(asked)));
    }
    CreatableTopicResult created = created(asked, partitions, settings, defaults.settings());
    if (validateOnly) {
      return Future.succeededFuture(created);
    }
    return topics
        .create(exchange.caller(), name, partitions, settings)
        .map(topic -> created.setTopicId(TopicIds.toKafka(topic.id())))
        .otherwise(cause -> failed(asked, cause));
  }

  private boolean mayManage(TopicName name, Exchange exchange) {
    return broker
        .core()
        .access()
        .allows(exchange.caller(), Operation.MANAGE, Resource.topic(name.text()));
  }

  private static int partitions(CreatableTopic asked, TopicDefaults defaults) {
    int partitions = asked.numPartitions();
    if (!asked.assignments().isEmpty()) {
      if (partitions != DEFAULT) {
        throw new Failure.InvalidRequest("partitions are either counted or assigned, not both");
      }
      return asked.assignments().size();
    }
    return partitions == DEFAULT ? defaults.partitions() : partitions;
  }

  private static Map<String, @Nullable String> configs(CreatableTopic asked) {
    Map<String, @Nullable String> configs = new TreeMap<>();
    for (CreatableTopicConfig config : asked.configs()) {
      if (config.value() == null) {
        throw new Failure.InvalidRequest(
            Failure.InvalidRequest.Subject.CONFIG, config.name() + " has no value");
      }
      configs.put(config.name(), config.value());
    }
    return configs;
  }

  private static Errors replication(CreatableTopic asked) {
    if (!asked.assignments().isEmpty()) {
      return Assignments.areOurs(asked.assignments())
          ? Errors.NONE
          : Errors.INVALID_REPLICA_ASSIGNMENT;
    }
    return asked.replicationFactor() == DEFAULT || asked.replicationFactor() > 0
        ? Errors.NONE
        : Errors.INVALID_REPLICATION_FACTOR;
  }

  private static String replicationMessage(CreatableTopic asked) {
    return asked.assignments().isEmpty()
        ? "a replication factor is at least 1, or -1 for the default, not "
            + asked.replicationFactor()
        : "partitions are assigned from 0 without a gap, each to broker " + Broker.ID + " alone";
  }

  private static CreatableTopicResult created(
      CreatableTopic asked, int partitions, TopicSettings settings, TopicSettings defaults) {
    List<CreatableTopicConfigs> configs = new ArrayList<>();
    for (ConfigEntry entry : ConfigEntry.ofTopic(settings, defaults)) {
      configs.add(
          new CreatableTopicConfigs()
              .setName(entry.name())
              .setValue(entry.value())
              .setReadOnly(entry.readOnly())
              .setConfigSource(entry.source().id()));
    }
    return new CreatableTopicResult()
        .setName(asked.name())
        .setNumPartitions(partitions)
        .setReplicationFactor((short) 1)
        .setConfigs(configs);
  }

  private static CreatableTopicResult failed(CreatableTopic asked, Throwable cause) {
    Errors error = ErrorCodes.of(cause);
    return failed(asked, error, ErrorCodes.message(cause, error));
  }

  private static CreatableTopicResult failed(CreatableTopic asked, Errors error, String message) {
    return new CreatableTopicResult()
        .setName(asked.name())
        .setErrorCode(error.code())
        .setErrorMessage(message);
  }
}
