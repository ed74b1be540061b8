package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.backend.TopicSettings;
import io.weir.core.address.KafkaName;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import io.weir.kafka.mapping.ErrorCodes;
import io.weir.kafka.mapping.TopicConfig;
import io.weir.kafka.mapping.TopicConfigs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** {@code IncrementalAlterConfigs} for topics. The broker is configured by {@code weir.yaml}. */
final class IncrementalAlterConfigsApi implements Api<IncrementalAlterConfigsRequestData> {
  private static final Versions VERSIONS = new Versions(0, 1);

  private final Broker broker;

  IncrementalAlterConfigsApi(Broker broker) {
    this.broker = broker;
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.INCREMENTAL_ALTER_CONFIGS;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(IncrementalAlterConfigsRequestData request, Exchange exchange) {
    List<Future<AlterConfigsResourceResponse>> changes = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (AlterConfigsResource resource : request.resources()) {
      if (named.add(resource.resourceType() + " " + resource.resourceName())) {
        changes.add(change(resource, request, exchange));
      }
    }
    return Future.join(changes)
        .map(
            done -> {
              IncrementalAlterConfigsResponseData response =
                  new IncrementalAlterConfigsResponseData();
              changes.forEach(change -> response.responses().add(change.result()));
              return exchange.answer(response);
            });
  }

  private Future<AlterConfigsResourceResponse> change(
      AlterConfigsResource resource,
      IncrementalAlterConfigsRequestData request,
      Exchange exchange) {
    boolean once =
        request.resources().findAll(resource.resourceType(), resource.resourceName()).size() == 1;
    Future<?> change =
        once
            ? alter(resource, request.validateOnly(), exchange)
            : Future.failedFuture(
                new InvalidRequest(
                    InvalidRequest.Subject.OTHER, "the request names this more than once"));
    return change
        .map(done -> response(resource))
        .otherwise(
            cause -> {
              Errors error = ErrorCodes.of(cause);
              return response(resource)
                  .setErrorCode(error.code())
                  .setErrorMessage(ErrorCodes.message(cause, error));
            });
  }

  private static AlterConfigsResourceResponse response(AlterConfigsResource resource) {
    return new AlterConfigsResourceResponse()
        .setResourceType(resource.resourceType())
        .setResourceName(resource.resourceName());
  }

  private Future<?> alter(AlterConfigsResource resource, boolean validateOnly, Exchange exchange) {
    try {
      if (resource.resourceType() != ConfigResource.Type.TOPIC.id()) {
        throw new InvalidRequest(
            "only topics can be configured by clients; Weir itself is by weir.yaml");
      }
      TopicName name = KafkaName.parse(resource.resourceName());
      Topics topics = broker.core().topics();
      TopicSettings defaults = topics.defaults(exchange.caller().tenant()).settings();
      UnaryOperator<Topic> change = topic -> configured(topic, defaults, resource);
      if (validateOnly) {
        topics.checkAlter(exchange.caller(), name, change);
        return Future.succeededFuture();
      }
      return topics.alter(exchange.caller(), name, change);
    } catch (Failure failure) {
      return Future.failedFuture(failure);
    }
  }

  private static Topic configured(
      Topic topic, TopicSettings defaults, AlterConfigsResource resource) {
    TopicSettings before = topic.settings();
    return topic.withSettings(TopicConfigs.apply(before, defaults, values(resource, before)));
  }

  private static Map<String, @Nullable String> values(
      AlterConfigsResource resource, TopicSettings settings) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    for (AlterableConfig config : resource.configs()) {
      if (values.containsKey(config.name())) {
        throw invalid(config.name() + " is changed more than once");
      }
      values.put(config.name(), value(config, settings));
    }
    return values;
  }

  private static @Nullable String value(AlterableConfig config, TopicSettings settings) {
    OpType operation = OpType.forId(config.configOperation());
    if (operation == OpType.DELETE) {
      return null;
    }
    if (operation == null || config.value() == null) {
      throw invalid("the change of " + config.name() + " says nothing");
    }
    return switch (operation) {
      case APPEND -> edit(config, settings, true);
      case SUBTRACT -> edit(config, settings, false);
      default -> config.value();
    };
  }

  /** Adds to or takes from the one configuration that is a list. */
  private static String edit(AlterableConfig config, TopicSettings settings, boolean add) {
    if (!config.name().equals(TopicConfig.CLEANUP_POLICY.key())) {
      throw invalid(config.name() + " is no list, so nothing can be added to it or taken from it");
    }
    Set<String> policies =
        new LinkedHashSet<>(List.of(TopicConfig.CLEANUP_POLICY.get(settings).split(",")));
    List<String> named = List.of(config.value().split(","));
    if (add) {
      policies.addAll(named);
    } else {
      policies.removeAll(named);
    }
    return String.join(",", policies);
  }

  private static InvalidRequest invalid(String message) {
    return new InvalidRequest(InvalidRequest.Subject.CONFIG, message);
  }
}
