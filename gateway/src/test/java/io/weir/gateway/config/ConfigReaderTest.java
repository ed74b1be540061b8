package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.backend.Durability;
import io.weir.backend.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {

  static List<Path> valid() {
    return Examples.files("valid");
  }

  static List<Path> broken() {
    return Stream.concat(
            Examples.files("broken").stream(), Examples.files("against-the-rules").stream())
        .toList();
  }

  @Test
  void withoutAFileEverythingIsOnLoopbackUnderTheUsualPorts() {
    WeirConfig config = Examples.READER.read(Map.of());
    assertThat(config).isEqualTo(WeirConfig.standard());
    assertThat(config.data()).isEqualTo(Path.of("./data"));
    assertThat(config.ephemeral()).isFalse();
    assertThat(config.backend()).isEqualTo(new BackendConfig("embedded", Map.of()));
    assertThat(config.listeners()).hasSize(1);
    ListenerConfig listener = config.listeners().getFirst();
    assertThat(listener.name()).isEqualTo("local");
    assertThat(listener.bind()).isEqualTo("127.0.0.1");
    assertThat(listener.ports())
        .isEqualTo(Map.of("kafka", 9092, "amqp", 5672, "http", 8080, "admin", 15672));
    assertThat(listener.anonymous()).contains("default");
    assertThat(listener.limits().connections()).isEqualTo(10_000);
    assertThat(listener.limits().frame()).isEqualTo(new Bytes(100L << 20));
    assertThat(listener.limits().idle()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.autoCreate())
        .isEqualTo(new AutoCreateConfig(true, 1, new Period(7 * 86_400_000L), Durability.SYNC));
    assertThat(config.stopTime()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void everySettingCanBeGiven() {
    WeirConfig config =
        Examples.READER.read(Path.of("src/test/resources/config/valid/everything.yaml"), Map.of());
    assertThat(config.data()).isEqualTo(Path.of("/var/lib/weir"));
    assertThat(config.ephemeral()).isTrue();
    assertThat(config.backend().settings())
        .isEqualTo(
            Map.of("segment", "64MiB", "threads", 2L, "strict", true, "paths", List.of("a", "b")));
    assertThat(config.listeners()).extracting(ListenerConfig::name).containsExactly("local", "six");
    assertThat(config.listeners())
        .extracting(ListenerConfig::anonymous)
        .containsExactly(Optional.empty(), Optional.of("default"));
    assertThat(config.listeners().getFirst().advertised())
        .isEqualTo(Map.of("kafka", new Authority("kafka.example.com", 9093)));
    assertThat(config.listeners().getFirst().limits())
        .isEqualTo(
            new LimitsConfig(
                50,
                new Bytes(8 << 20),
                new Bytes(4 << 20),
                new Bytes(2_000_000),
                Duration.ofMinutes(5),
                Duration.ofSeconds(3),
                Duration.ofMillis(1500),
                Duration.ofSeconds(2)));
    assertThat(config.autoCreate())
        .isEqualTo(
            new AutoCreateConfig(false, 3, new Period(Retention.UNLIMITED), Durability.ASYNC));
    assertThat(config.topics())
        .containsExactly(
            new TopicConfig("orders", 6, new Period(7 * 86_400_000L), Durability.SYNC),
            new TopicConfig("clicks", 1, new Period(3_600_000), Durability.MEMORY));
    assertThat(config.stopTime()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void everyExampleIsRead(Path file) {
    assertThat(Examples.READER.read(file, Map.of())).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void everyFaultIsNamedWithItsPlaceAndWhatWasExpected(Path file) {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                Examples.READER.read(file.getFileName().toString(), Examples.text(file), Map.of()));
    assertThat(Examples.expectedFaults(file)).isNotEmpty();
    assertThat(refused.faults()).containsExactlyElementsOf(Examples.expectedFaults(file));
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path directory) {
    Path file = directory.resolve("nowhere.yaml");
    assertThatThrownBy(() -> Examples.READER.read(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": there is no such file");
  }

  @Test
  void aConfigurationMadeInCodeIsCheckedByTheSameRules() {
    ListenerConfig listener = WeirConfig.standard().listeners().getFirst();
    ListenerConfig open =
        new ListenerConfig(
            "open", "0.0.0.0", listener.ports(), "default", Map.of(), listener.limits());
    assertThatThrownBy(
            () ->
                Examples.READER.check(WeirConfig.standard().withListeners(List.of(listener, open))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("listeners[1].bind: '0.0.0.0' can be reached from other machines")
        .hasMessageContaining("listeners[1].ports.admin: '0.0.0.0' can be reached");
  }
}
