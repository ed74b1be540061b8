package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.KafkaName;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import io.weir.kafka.mapping.ErrorCodes;
import io.weir.kafka.mapping.TopicIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** {@code DeleteTopics}, by name or by id. */
final class DeleteTopicsApi implements Api<DeleteTopicsRequestData> {
  private static final Versions VERSIONS = new Versions(1, 6);
  private static final int FIRST_VERSION_WITH_IDS = 6;

  private final Broker broker;

  DeleteTopicsApi(Broker broker) {
    this.broker = broker;
  }

  @Override
  public ApiKeys key() {
    return ApiKeys.DELETE_TOPICS;
  }

  @Override
  public Versions versions() {
    return VERSIONS;
  }

  @Override
  public Future<Reply> answer(DeleteTopicsRequestData request, Exchange exchange) {
    Map<DeleteTopicState, Integer> named = new HashMap<>();
    for (DeleteTopicState topic : asked(request, exchange.version())) {
      named.merge(topic, 1, Integer::sum);
    }
    List<Future<DeletableTopicResult>> deletions = new ArrayList<>();
    named.forEach(
        (topic, times) ->
            deletions.add(
                times == 1
                    ? delete(topic, exchange)
                    : failed(
                        topic,
                        Errors.INVALID_REQUEST,
                        "the request names this topic more than once")));
    return Future.join(deletions)
        .map(
            done -> {
              DeleteTopicsResponseData response = new DeleteTopicsResponseData();
              deletions.forEach(deletion -> response.responses().add(deletion.result()));
              return exchange.answer(response);
            });
  }

  private static List<DeleteTopicState> asked(DeleteTopicsRequestData request, short version) {
    return version >= FIRST_VERSION_WITH_IDS
        ? request.topics()
        : request.topicNames().stream().map(name -> new DeleteTopicState().setName(name)).toList();
  }

  private Future<DeletableTopicResult> delete(DeleteTopicState asked, Exchange exchange) {
    boolean byId = !asked.topicId().equals(Uuid.ZERO_UUID);
    if (byId == (asked.name() != null)) {
      return failed(asked, Errors.INVALID_REQUEST, "a topic to delete has either a name or an id");
    }
    TopicName name;
    try {
      name = byId ? nameOf(asked, exchange) : KafkaName.parse(asked.name());
    } catch (Failure.InvalidRequest e) {
      return failed(asked, e);
    }
    if (name == null) {
      return failed(asked, Errors.UNKNOWN_TOPIC_ID, Errors.UNKNOWN_TOPIC_ID.message());
    }
    Topics topics = broker.core().topics();
    Uuid id =
        topics
            .find(exchange.caller().tenant(), name)
            .map(topic -> TopicIds.toKafka(topic.id()))
            .orElse(Uuid.ZERO_UUID);
    return topics
        .delete(exchange.caller(), name)
        .compose(
            done ->
                Future.succeededFuture(
                    new DeletableTopicResult().setName(KafkaName.of(name)).setTopicId(id)),
            cause -> failed(asked, cause));
  }

  /** The name behind an id; null if there is none that the caller may know of. */
  private @Nullable TopicName nameOf(DeleteTopicState asked, Exchange exchange) {
    return broker
        .core()
        .topics()
        .find(exchange.caller().tenant(), TopicIds.ofKafka(asked.topicId()))
        .map(Topic::name)
        .filter(name -> broker.core().access().sees(exchange.caller(), Resource.topic(name.text())))
        .orElse(null);
  }

  private static Future<DeletableTopicResult> failed(DeleteTopicState asked, Throwable cause) {
    Errors error = ErrorCodes.of(cause);
    return failed(asked, error, ErrorCodes.message(cause, error));
  }

  private static Future<DeletableTopicResult> failed(
      DeleteTopicState asked, Errors error, String message) {
    return Future.succeededFuture(
        new DeletableTopicResult()
            .setName(asked.name())
            .setTopicId(asked.topicId())
            .setErrorCode(error.code())
            .setErrorMessage(message));
  }
}
