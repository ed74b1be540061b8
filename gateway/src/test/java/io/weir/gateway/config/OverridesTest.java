package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.backend.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {

  @Test
  void aVariableWinsOverTheFile() {
    WeirConfig config = Examples.read("data: /from/file", Map.of("WEIR_DATA", "/from/environment"));
    assertThat(config.data()).isEqualTo(Path.of("/from/environment"));
  }

  @Test
  void aVariableReachesIntoListsAndMaps() {
    WeirConfig config =
        Examples.read(
            "listeners: [{ name: one, ports: { kafka: 1 } }, { name: two, ports: { http: 2 } }]",
            Map.of("WEIR_LISTENERS_1_PORTS_HTTP", "8081", "WEIR_LISTENERS_1_PORTS_ADMIN", "8082"));
    assertThat(config.listeners().get(0).ports()).isEqualTo(Map.of("kafka", 1));
    assertThat(config.listeners().get(1).ports()).isEqualTo(Map.of("http", 8081, "admin", 8082));
  }

  @Test
  void aVariableChangesOneThingOfWhatIsStandard() {
    WeirConfig config = Examples.read("", Map.of("WEIR_LISTENERS_0_PORTS_KAFKA", "9999"));
    assertThat(config.listeners().getFirst().ports())
        .isEqualTo(Map.of("kafka", 9999, "amqp", 5672, "http", 8080, "admin", 15672));
  }

  @Test
  void variablesMakeAListenerAndATopicThatTheFileDoesNotHave() {
    WeirConfig config =
        Examples.read(
            "",
            Map.of(
                "WEIR_LISTENERS_1_NAME", "second",
                "WEIR_LISTENERS_1_PORTS_HTTP", "0",
                "WEIR_TOPICS_0_NAME", "orders",
                "WEIR_TOPICS_0_DURABILITY", "async"));
    assertThat(config.listeners())
        .extracting(ListenerConfig::name)
        .containsExactly("local", "second");
    assertThat(config.topics())
        .containsExactly(
            new TopicConfig("orders", 1, new Period(7 * 86_400_000L), Durability.ASYNC));
  }

  @Test
  void valuesOfEveryKindAreRead() {
    WeirConfig config =
        Examples.read(
            "",
            Map.of(
                "WEIR_EPHEMERAL", "true",
                "WEIR_STOPTIME", "2s",
                "WEIR_AUTOCREATE_TOPICS", "false",
                "WEIR_AUTOCREATE_PARTITIONS", "4",
                "WEIR_LISTENERS_0_ANONYMOUS", "acme",
                "WEIR_LISTENERS_0_LIMITS_FRAME", "1MiB",
                "WEIR_LISTENERS_0_ADVERTISED_KAFKA", "example.com:9093"));
    assertThat(config.ephemeral()).isTrue();
    assertThat(config.stopTime()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.autoCreate().topics()).isFalse();
    assertThat(config.autoCreate().partitions()).isEqualTo(4);
    assertThat(config.listeners().getFirst().anonymous()).contains("acme");
    assertThat(config.listeners().getFirst().limits().frame()).isEqualTo(new Bytes(1 << 20));
    assertThat(config.listeners().getFirst().advertised())
        .isEqualTo(Map.of("kafka", new Authority("example.com", 9093)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WEIR_LISTENERS_0_PORTS_KAFKA | nine | expected a whole number, found the number nine",
        "WEIR_LISTENERS_0_PORTS_KAFKA | 70000 | expected a whole number from 0 to 65535, found 70000",
        "WEIR_LISTENERS_0_PROTS_KAFKA | 1 | 'PROTS' is not known; known are NAME, BIND, PORTS, ANONYMOUS, ADVERTISED, LIMITS, TLS, PROXYPROTOCOL; did you mean 'PORTS'?",
        "WEIR_LISTENERS_5_NAME | x | there are 1 before it, so the next is 1",
        "WEIR_LISTENERS_ONE_NAME | x | expected the number of an item, from 0, found 'ONE'",
        "WEIR_LISTENERS | x | names no single setting; WEIR_LISTENERS_0_PORTS_KAFKA is one, for example",
        "WEIR_DATA_DIR | x | names no single setting; WEIR_LISTENERS_0_PORTS_KAFKA is one, for example",
        "WEIR_DATTA | x | 'DATTA' is not known; did you mean 'DATA'?",
        "WEIR_LISTENERS_0_PORTS_KAFAK | 1 | there is no protocol 'kafak'; there is admin, amqp, http, kafka; did you mean 'kafka'?",
        "WEIR_STOPTIME | soon | expected a whole number and a unit (ms, s, m, h or d), for example 7d, found 'soon'",
      })
  void whatDoesNotFitIsNamedByItsVariable(String name, String value, String fault) {
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> Examples.read("", Map.of(name, value)));
    assertThat(refused.faults()).isEqualTo(List.of("environment variable " + name + ": " + fault));
  }

  @Test
  void whatOthersPutUnderThePrefixIsNobodysBusiness() {
    assertThat(
            Examples.read(
                "",
                Map.of(
                    "WEIR_JAVA_OPTS", "-Xmx1g",
                    "WEIR_SERVICE_HOST", "10.0.0.1",
                    "WEIR_PORT", "tcp://10.0.0.1:80",
                    "WEIR_PORT_80_TCP_ADDR", "10.0.0.1",
                    "WEIR_DATA", "")))
        .isEqualTo(WeirConfig.standard());
  }
}
