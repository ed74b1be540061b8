package io.weir.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kafka.TestGateway;
import io.weir.kafka.WireClient;
import io.weir.kafka.fetch.FetchSessions;
import io.weir.kafka.group.Groups;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each API in each version that is advertised: asked for, answered, and the answer looked at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryVersionTest {
  private TestGateway gateway;
  private ApiTable table;
  private Exercises exercises;

  @BeforeAll
  void start() {
    gateway = new TestGateway();
    table =
        new ApiTable(
            new Broker(
                gateway.vertx(),
                gateway.core(),
                new FetchSessions(),
                new Groups(gateway.vertx(), gateway.core())));
    exercises = new Exercises(gateway);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  Stream<Arguments> everyVersion() {
    return table.all().stream()
        .flatMap(
            api ->
                IntStream.rangeClosed(api.versions().oldest(), api.versions().latest())
                    .mapToObj(version -> Arguments.of(api.key(), version)));
  }

  @ParameterizedTest(name = "{0} version {1}")
  @MethodSource("everyVersion")
  void isAnsweredWithSubstance(ApiKeys key, int version) {
    try (var client = new WireClient(gateway.port())) {
      exercises.run(key, client, version);
    }
  }

  Stream<Arguments> everyApi() {
    return table.all().stream().map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("everyApi")
  void hasAllVersionsThatKafkaHas(Api<?> api) {
    assertThat(api.versions().oldest()).isEqualTo(api.key().oldestVersion());
    assertThat(api.versions().latest()).isEqualTo(api.key().latestVersion(false));
  }

  @Test
  void whatIsAdvertisedIsWhatIsExercised() {
    try (var client = new WireClient(gateway.port())) {
      ApiVersionsResponseData response =
          client.call(ApiKeys.API_VERSIONS, 5, new ApiVersionsRequestData());
      List<Short> keys = response.apiKeys().stream().map(it -> it.apiKey()).toList();
      assertThat(keys)
          .containsExactlyInAnyOrderElementsOf(
              exercises.keys().stream().map(key -> key.id).toList());
      assertThat(keys).contains((short) 0, (short) 1, (short) 2, (short) 3, (short) 8, (short) 9);
      assertThat(keys).contains((short) 10, (short) 11, (short) 12, (short) 13, (short) 14);
      assertThat(keys).contains((short) 18, (short) 19, (short) 20, (short) 22, (short) 32);
      assertThat(keys).contains((short) 60).doesNotContain((short) 17, (short) 36);
      assertThat(keys).doesNotContain((short) 24, (short) 25, (short) 26, (short) 28);
      assertThat(response.supportedFeatures()).isEmpty();
      assertThat(response.finalizedFeatures()).isEmpty();
    }
  }
}
