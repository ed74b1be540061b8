package io.weir.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kafka.TestGateway;
import io.weir.kafka.WireClient;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each API in each version that a client is told of: asked for, answered, and the answer looked at.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryVersionTest {
  /** The keys of the APIs without which the named clients do not work. */
  private static final List<Short> PROMISED =
      IntStream.of(0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 18, 19, 20, 22, 32, 60)
          .mapToObj(key -> (short) key)
          .toList();

  private TestGateway gateway;
  private Exercises exercises;
  private List<ApiVersion> advertised;

  @BeforeAll
  void start() {
    gateway = new TestGateway();
    exercises = new Exercises(gateway);
    try (var client = new WireClient(gateway.port())) {
      ApiVersionsResponseData response =
          client.call(ApiKeys.API_VERSIONS, 5, new ApiVersionsRequestData());
      assertThat(response.supportedFeatures()).isEmpty();
      assertThat(response.finalizedFeatures()).isEmpty();
      advertised = List.copyOf(response.apiKeys());
    }
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  Stream<Arguments> everyVersion() {
    return advertised.stream()
        .flatMap(
            api ->
                IntStream.rangeClosed(oldest(api), api.maxVersion())
                    .mapToObj(version -> Arguments.of(ApiKeys.forId(api.apiKey()), version)));
  }

  /**
   * The oldest version that works: the one advertised, but for Produce, of which Apache Kafka too
   * advertises three versions that it refuses, because librdkafka goes by them.
   */
  private static int oldest(ApiVersion api) {
    return api.apiKey() == ApiKeys.PRODUCE.id ? 3 : api.minVersion();
  }

  @ParameterizedTest(name = "{0} version {1}")
  @MethodSource("everyVersion")
  void isAnsweredWithSubstance(ApiKeys key, int version) {
    try (var client = new WireClient(gateway.port())) {
      exercises.run(key, client, version);
    }
  }

  Stream<Arguments> everyApi() {
    return advertised.stream()
        .map(api -> Arguments.of(ApiKeys.forId(api.apiKey()), oldest(api), api.maxVersion()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyApi")
  void hasAllVersionsThatKafkaHas(ApiKeys key, int oldest, short latest) {
    assertThat(oldest).isEqualTo(key.oldestVersion());
    assertThat(latest).isEqualTo(key.latestVersion(false));
  }

  @Test
  void produceIsAdvertisedFromTheFirstVersion() {
    assertThat(advertised)
        .filteredOn(api -> api.apiKey() == ApiKeys.PRODUCE.id)
        .extracting(ApiVersion::minVersion)
        .containsExactly((short) 0);
  }

  @Test
  void whatIsAdvertisedIsWhatIsExercised() {
    assertThat(advertised)
        .extracting(ApiVersion::apiKey)
        .containsExactlyInAnyOrderElementsOf(exercises.keys().stream().map(key -> key.id).toList())
        .containsAll(PROMISED)
        .as("no authentication, no transactions")
        .doesNotContain((short) 17, (short) 36)
        .doesNotContain((short) 24, (short) 25, (short) 26, (short) 28);
  }
}
