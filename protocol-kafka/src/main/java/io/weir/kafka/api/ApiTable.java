package io.weir.kafka.api;

import io.vertx.core.Future;
import io.weir.core.event.Event;
import io.weir.core.limit.Wait;
import io.weir.kafka.mapping.ThrottleTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * All that the Kafka head can be asked. {@code ApiVersions} is answered from here, so what is
 * listed is what works.
 */
public final class ApiTable {
  private final Broker broker;
  private final Map<ApiKeys, Api<?>> apis = new EnumMap<>(ApiKeys.class);

  public ApiTable(Broker broker) {
    this.broker = broker;
    List<Api<?>> all =
        List.of(
            new ProduceApi(broker),
            new FetchApi(broker),
            new ListOffsetsApi(broker),
            new MetadataApi(broker),
            new OffsetCommitApi(broker),
            new OffsetFetchApi(broker),
            new FindCoordinatorApi(broker),
            new JoinGroupApi(broker),
            new HeartbeatApi(broker),
            new LeaveGroupApi(broker),
            new SyncGroupApi(broker),
            new DescribeGroupsApi(broker),
            new ListGroupsApi(broker),
            new DeleteGroupsApi(broker),
            new SaslHandshakeApi(),
            new ApiVersionsApi(broker, this),
            new CreateTopicsApi(broker),
            new DeleteTopicsApi(broker),
            new InitProducerIdApi(broker),
            new OffsetForLeaderEpochApi(broker),
            new DescribeConfigsApi(broker),
            new CreatePartitionsApi(broker),
            new IncrementalAlterConfigsApi(broker),
            new SaslAuthenticateApi(),
            new DescribeClusterApi(broker));
    all.forEach(api -> apis.put(api.key(), api));
  }

  /** Whether requests of that API and version are answered. */
  public boolean answers(ApiKeys key, short version) {
    Api<?> api = apis.get(key);
    return api != null && api.versions().contain(version);
  }

  /**
   * Completes when there is room for what a produce request of this size brings. Who begins it then
   * makes its client wait instead of refusing it, and loses nothing that is sent without asking for
   * an answer.
   */
  public Future<Void> roomToProduce(Client client, int bytes) {
    return broker.core().publisher().room(client.caller(), bytes);
  }

  /** Answers a request of an API and version that {@link #answers}. */
  @SuppressWarnings("unchecked") // the message was read as that of the API's key
  public Future<Reply> answer(Exchange exchange) {
    Api<?> api = apis.get(exchange.head().key());
    if (api == null) {
      throw new IllegalArgumentException("no API " + exchange.head().key());
    }
    Wait wait = broker.core().limits().request(exchange.caller());
    Future<Reply> reply = ((Api<ApiMessage>) api).answer(exchange.body().message(), exchange);
    if (!wait.isNeeded()) {
      return reply;
    }
    broker.core().events().emit(() -> new Event.Throttled(exchange.caller(), "request", wait));
    return reply.map(answer -> throttled(answer, wait.millis()));
  }

  private static Reply throttled(Reply reply, long millis) {
    return switch (reply) {
      case Reply.Answer answer when answer.throttleMillis() < millis -> {
        ThrottleTime.tell(answer.message(), millis);
        yield new Reply.Answer(answer.message(), answer.version(), answer.buffers(), millis);
      }
      case Reply.Silence silence -> new Reply.Silence(Math.max(silence.throttleMillis(), millis));
      default -> reply;
    };
  }

  /**
   * What a client is told.
   *
   * @param sasl whether it is asked who it is
   */
  List<ApiVersion> advertised(boolean sasl) {
    return apis.values().stream()
        .filter(api -> sasl || !isSasl(api.key()))
        .map(ApiTable::advertised)
        .toList();
  }

  /** Whether an API is there for clients to say who they are. */
  public static boolean isSasl(ApiKeys key) {
    return key == ApiKeys.SASL_HANDSHAKE || key == ApiKeys.SASL_AUTHENTICATE;
  }

  private static ApiVersion advertised(Api<?> api) {
    // librdkafka takes a Produce that does not begin at version 0 for one without compression, and
    // so Apache Kafka also advertises versions that it refuses.
    int oldest =
        api.key() == ApiKeys.PRODUCE
            ? ApiKeys.PRODUCE_API_VERSIONS_RESPONSE_MIN_VERSION
            : api.versions().oldest();
    return new ApiVersion()
        .setApiKey(api.key().id)
        .setMinVersion((short) oldest)
        .setMaxVersion((short) api.versions().latest());
  }
}
