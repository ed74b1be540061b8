package io.weir.kafka.api;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.weir.core.CoreOptions;
import io.weir.core.access.Access;
import io.weir.core.place.HostAndPort;
import io.weir.core.tenant.Tenant;
import io.weir.kafka.TestGateway;
import io.weir.kafka.WireClient;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.testing.Futures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetadataTest {
  private TestGateway gateway;
  private WireClient client;

  @BeforeEach
  void start() {
    gateway = new TestGateway();
    client = new WireClient(gateway.port());
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private MetadataResponseData ask(int version, MetadataRequestData request) {
    return client.call(ApiKeys.METADATA, version, request);
  }

  private MetadataResponseTopic askFor(int version, MetadataRequestTopic topic, boolean create) {
    MetadataRequestData request = new MetadataRequestData().setAllowAutoTopicCreation(create);
    request.topics().add(topic);
    return ask(version, request).topics().iterator().next();
  }

  private static MetadataRequestTopic named(String name) {
    return new MetadataRequestTopic().setName(name);
  }

  @Test
  void inVersionZeroNoTopicsMeansAllAndLaterNone() {
    askFor(4, named("one"), true);
    askFor(4, named("two"), true);
    assertThat(ask(0, new MetadataRequestData()).topics())
        .extracting(topic -> topic.name())
        .containsExactly("one", "two");
    assertThat(ask(1, new MetadataRequestData()).topics()).isEmpty();
    assertThat(ask(1, new MetadataRequestData().setTopics(null)).topics()).hasSize(2);
  }

  @Test
  void whoAsksForVeryManyTopicsLetsOthersPass() throws Exception {
    Map<String, List<String>> askedOn = new ConcurrentHashMap<>();
    var isAsked = new CountDownLatch(1);
    var othersHaveAsked = new CountDownLatch(1);
    Access access =
        (caller, operation, resource) -> {
          askedOn
              .computeIfAbsent(Thread.currentThread().getName(), loop -> new ArrayList<>())
              .add(resource.name());
          if (resource.name().equals("many-0")) {
            isAsked.countDown();
            await(othersHaveAsked);
          }
          return true;
        };
    try (var busy =
            new TestGateway(CoreOptions.DEFAULT.withAccess(access), ConnectionBounds.DEFAULT);
        var first = new WireClient(busy.port());
        var second = new WireClient(busy.port());
        var third = new WireClient(busy.port())) {
      for (WireClient each : List.of(first, second, third)) {
        each.call(ApiKeys.METADATA, 9, asking("before", 1));
      }
      first.send(ApiKeys.METADATA, 9, asking("many", 5_000));
      await(isAsked);
      second.send(ApiKeys.METADATA, 9, asking("few", 1));
      third.send(ApiKeys.METADATA, 9, asking("few", 1));
      othersHaveAsked.countDown();
      for (WireClient each : List.of(first, second, third)) {
        each.receive(ApiKeys.METADATA, 9);
      }
    }
    // There are two event loops, so that one of the others is on the first one's.
    assertThat(askedOn.values())
        .filteredOn(names -> names.contains("many-0"))
        .singleElement(as(list(String.class)))
        .contains("few-0")
        .endsWith("many-4999");
  }

  private static MetadataRequestData asking(String name, int topics) {
    MetadataRequestData request = new MetadataRequestData().setAllowAutoTopicCreation(false);
    for (int i = 0; i < topics; i++) {
      request.topics().add(named(name + "-" + i));
    }
    return request;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTopicIsCreatedOnFirstUseIfTheClientLetsIt() {
    assertThat(askFor(4, named("wanted"), false).errorCode())
        .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    assertThat(askFor(3, named("asked-by-an-old-client"), true).errorCode()).isZero();
    MetadataResponseTopic created = askFor(12, named("wanted"), true);
    assertThat(created.errorCode()).isZero();
    assertThat(created.partitions()).hasSize(1);
    assertThat(askFor(4, named("wanted"), false).errorCode()).isZero();
  }

  @Test
  void whatCanBeNoTopicIsInvalid() {
    for (String name : List.of("", "..", "no spaces", "x".repeat(250), "a/b")) {
      assertThat(askFor(9, named(name), true).errorCode())
          .as(name)
          .isEqualTo(Errors.INVALID_TOPIC_EXCEPTION.code());
    }
  }

  @Test
  void anIdIsFoundOrUnknown() {
    Uuid id = askFor(10, named("by-id"), true).topicId();
    MetadataResponseTopic found =
        askFor(12, new MetadataRequestTopic().setTopicId(id).setName(null), false);
    assertThat(found.name()).isEqualTo("by-id");
    MetadataResponseTopic unknown =
        askFor(12, new MetadataRequestTopic().setTopicId(Uuid.randomUuid()).setName(null), false);
    assertThat(unknown.errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
  }

  @Test
  void rightsAreListedWhenAskedFor() {
    assertThat(askFor(8, named("mine"), true).topicAuthorizedOperations())
        .isEqualTo(Integer.MIN_VALUE);
    MetadataRequestData request =
        new MetadataRequestData()
            .setIncludeTopicAuthorizedOperations(true)
            .setIncludeClusterAuthorizedOperations(true);
    request.topics().add(named("mine"));
    MetadataResponseData response = ask(8, request);
    assertThat(response.clusterAuthorizedOperations()).isPositive();
    assertThat(response.topics().iterator().next().topicAuthorizedOperations())
        .as("read, write, create, delete, alter, describe, and the configurations")
        .isEqualTo(0b1101_1111_1000);
  }

  @Test
  void aTopicThatKafkaHasNoLettersForIsShownInItsEscapedForm() {
    gateway.use("grüße");
    assertThat(ask(1, new MetadataRequestData().setTopics(null)).topics())
        .extracting(topic -> topic.name())
        .containsExactly("gr_u00FC_u00DFe");
    assertThat(askFor(4, named("gr_u00FC_u00DFe"), false).errorCode()).isZero();
  }

  @Test
  void theAdvertisedAddressIsWhereTheClientIsSent() {
    Endpoint endpoint =
        gateway.listen(
            new Listener(
                "outside",
                "127.0.0.1",
                0,
                new HostAndPort("2001:db8::7", 19092),
                Tenant.DEFAULT,
                ConnectionBounds.DEFAULT,
                50));
    try (var outside = new WireClient(endpoint.port())) {
      MetadataResponseData response = outside.call(ApiKeys.METADATA, 9, new MetadataRequestData());
      assertThat(response.brokers().iterator().next().host()).isEqualTo("2001:db8::7");
      assertThat(response.brokers().iterator().next().port()).isEqualTo(19092);
      assertThat(advertised(outside)).isEqualTo("PLAINTEXT://[2001:db8::7]:19092");
    }
    Futures.await(endpoint.drain(Duration.ofSeconds(1)));
  }

  private static String advertised(WireClient client) {
    DescribeConfigsResource broker =
        new DescribeConfigsResource()
            .setResourceType(ConfigResource.Type.BROKER.id())
            .setResourceName("0")
            .setConfigurationKeys(List.of("advertised.listeners"));
    DescribeConfigsResponseData response =
        client.call(
            ApiKeys.DESCRIBE_CONFIGS,
            4,
            new DescribeConfigsRequestData().setResources(List.of(broker)));
    return response.results().getFirst().configs().getFirst().value();
  }
}
