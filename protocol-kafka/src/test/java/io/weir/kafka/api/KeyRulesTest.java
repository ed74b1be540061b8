package io.weir.kafka.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.CoreOptions;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.access.AccessRule;
import io.weir.core.access.ResourcePattern;
import io.weir.core.access.RuleAccess;
import io.weir.core.access.Subject;
import io.weir.core.access.TenantAccess;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.kafka.Requests;
import io.weir.kafka.TestGateway;
import io.weir.kafka.TestRecords;
import io.weir.kafka.WireClient;
import io.weir.protocol.ConnectionBounds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Kafka clients may do where a tenant's rules tell keys apart. */
class KeyRulesTest {
  private final TestGateway gateway =
      new TestGateway(
          CoreOptions.DEFAULT.withAccess(
              new RuleAccess(
                  Map.of(
                      Tenant.DEFAULT,
                      new TenantAccess(
                          true,
                          List.of(
                              allow(Operation.PUBLISH, "orders/%c/#"),
                              allow(Operation.CONSUME, "orders/wire/#")))))),
          ConnectionBounds.DEFAULT);

  /** It calls itself "wire". */
  private final WireClient client = new WireClient(gateway.port());

  private final Topic orders = gateway.use("orders");

  private static AccessRule allow(Operation operation, String pattern) {
    return AccessRule.allow(
        Set.of(operation), new Subject.Everyone(), new ResourcePattern(Kind.TOPIC, pattern));
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private PartitionProduceResponse produce(String... keys) {
    MemoryRecords records =
        MemoryRecords.withRecords(
            Compression.gzip().build(),
            Stream.of(keys)
                .map(key -> new SimpleRecord(TestRecords.EPOCH, key.getBytes(UTF_8), new byte[1]))
                .toArray(SimpleRecord[]::new));
    ProduceResponseData response =
        client.call(ApiKeys.PRODUCE, 12, Requests.produce(orders, 12, records));
    return response.responses().iterator().next().partitionResponses().getFirst();
  }

  @Test
  void aBatchWithOneForbiddenKeyIsRefusedWhole() {
    assertThat(produce("wire/1", "wire/2").errorCode()).isZero();
    PartitionProduceResponse refused = produce("wire/3", "other/1");
    assertThat(Errors.forCode(refused.errorCode())).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
    assertThat(refused.errorMessage()).isEqualTo("you may not publish to 'orders/other/1'");
    assertThat(produce("wire/4").baseOffset()).isEqualTo(2);
  }

  @Test
  void aRightToSomeKeysIsNoneToFetchTheTopicWhichIsSeenAllTheSame() {
    assertThat(produce("wire/1").errorCode()).isZero();
    FetchResponseData fetched = client.call(ApiKeys.FETCH, 12, Requests.fetch(orders, 12, 0));
    assertThat(Errors.forCode(fetched.responses().getFirst().partitions().getFirst().errorCode()))
        .isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
    MetadataResponseData all =
        client.call(ApiKeys.METADATA, 9, new MetadataRequestData().setTopics(null));
    assertThat(all.topics()).extracting(topic -> topic.name()).containsExactly("orders");
  }
}
