package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.address.KafkaName;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topics;
import io.weir.kafka.mapping.ErrorCodes;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;

/**
 * {@code DescribeConfigs}: every configuration that a topic or the broker has, with where its value
 * comes from.
 */
final class DescribeConfigsApi implements Api<DescribeConfigsRequestData> {
  private static final Versions VERSIONS = new Versions(1, 4);

  private final Broker broker;
  private final Denials denials;

  DescribeConfigsApi(Broker broker) {
    this.broker = broker;
    this.denials = new Denials(broker.core());
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.DESCRIBE_CONFIGS;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(DescribeConfigsRequestData request, Exchange exchange) {
    DescribeConfigsResponseData response = new DescribeConfigsResponseData();
    for (DescribeConfigsResource resource : request.resources()) {
      response.results().add(describe(resource, request, exchange));
    }
    return Future.succeededFuture(exchange.answer(response));
  }

  private DescribeConfigsResult describe(
      DescribeConfigsResource resource, DescribeConfigsRequestData request, Exchange exchange) {
    DescribeConfigsResult result =
        new DescribeConfigsResult()
            .setResourceType(resource.resourceType())
            .setResourceName(resource.resourceName());
    try {
      for (ConfigEntry entry : entries(resource, exchange)) {
        if (isWanted(entry, resource)) {
          result.configs().add(show(entry, request));
        }
      }
      return result;
    } catch (Failure failure) {
      Errors error = ErrorCodes.of(failure);
      return result.setErrorCode(error.code()).setErrorMessage(ErrorCodes.message(failure, error));
    }
  }

  private static boolean isWanted(ConfigEntry entry, DescribeConfigsResource resource) {
    List<String> keys = resource.configurationKeys();
    return keys == null || keys.isEmpty() || keys.contains(entry.name());
  }

  private List<ConfigEntry> entries(DescribeConfigsResource resource, Exchange exchange) {
    return switch (ConfigResource.Type.forId(resource.resourceType())) {
      case TOPIC -> ofTopic(resource.resourceName(), exchange);
      case BROKER -> ofBroker(resource.resourceName(), exchange);
      default ->
          throw new InvalidRequest("topics and the broker have configurations, nothing else has");
    };
  }

  private List<ConfigEntry> ofTopic(String kafkaName, Exchange exchange) {
    TopicName name = KafkaName.parse(kafkaName);
    denials.require(exchange.caller(), name, Denials.Purpose.DESCRIBE);
    Tenant tenant = exchange.caller().tenant();
    Topics topics = broker.core().topics();
    return ConfigEntry.ofTopic(
        topics.get(tenant, name).settings(), topics.defaults(tenant).settings());
  }

  private List<ConfigEntry> ofBroker(String id, Exchange exchange) {
    if (id.isEmpty()) {
      // What would hold for all brokers unless one says otherwise: nothing is set that way.
      return List.of();
    }
    if (!id.equals(Integer.toString(Broker.ID))) {
      throw new InvalidRequest(
          "there is no broker " + id + "; the one there is has the id " + Broker.ID);
    }
    return BrokerConfigs.of(broker, exchange);
  }

  private static DescribeConfigsResourceResult show(
      ConfigEntry entry, DescribeConfigsRequestData request) {
    DescribeConfigsResourceResult shown =
        new DescribeConfigsResourceResult()
            .setName(entry.name())
            .setValue(entry.value())
            .setReadOnly(entry.readOnly())
            .setConfigSource(entry.source().id())
            .setConfigType(entry.type().id())
            .setDocumentation(request.includeDocumentation() ? entry.documentation() : null);
    if (request.includeSynonyms()) {
      shown.setSynonyms(synonyms(entry));
    }
    return shown;
  }

  /** All places where a value is set, the strongest first. */
  private static List<DescribeConfigsSynonym> synonyms(ConfigEntry entry) {
    List<DescribeConfigsSynonym> synonyms = new ArrayList<>();
    if (entry.source() != ConfigSource.DEFAULT_CONFIG) {
      synonyms.add(
          new DescribeConfigsSynonym()
              .setName(entry.name())
              .setValue(entry.value())
              .setSource(entry.source().id()));
    }
    synonyms.add(
        new DescribeConfigsSynonym()
            .setName(entry.name())
            .setValue(entry.defaultValue())
            .setSource(ConfigSource.DEFAULT_CONFIG.id()));
    return synonyms;
  }
}
