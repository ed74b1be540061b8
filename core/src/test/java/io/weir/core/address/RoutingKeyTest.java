package io.weir.core.address;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingKeyTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "sensors.room1.temp, sensors, room1/temp",
        "sensors., sensors, ``",
        "a..b, a, /b",
        "orders%2Eeu.7, orders.eu, 7",
        "a.b/c, a, b%2Fc",
        "a.b%2Fc, a, b%252Fc",
        "a.b%252Ec, a, b%2Ec",
        "a.#, a, #",
        "a.100%, a, 100%",
        ".a, weir-root, /a",
        "$x.a, weir-root, $x/a"
      })
  void aRoutingKeyAndItsAddress(String routingKey, String topic, String key) {
    Address address = new Address(new TopicName(topic), key);
    assertThat(RoutingKey.parse(routingKey)).isEqualTo(address);
    assertThat(RoutingKey.of(address)).isEqualTo(routingKey);
  }

  @Test
  void theEmptyRoutingKeyIsAnAddressToo() {
    assertThat(RoutingKey.parse("")).isEqualTo(new Address(new TopicName("weir-root"), ""));
    assertThat(RoutingKey.of(RoutingKey.parse(""))).isEmpty();
  }

  @Test
  void anMqttTopicAndARoutingKeyAreOneAddress() {
    assertThat(RoutingKey.parse("sensors.room1.temp"))
        .isEqualTo(TopicPath.parse("sensors/room1/temp"));
  }

  @Property
  @Domain(Texts.class)
  void everyAddressComesBackFromItsRoutingKey(@ForAll Address address) {
    assertThat(RoutingKey.parse(RoutingKey.of(address))).isEqualTo(address);
  }

  @Property
  @Domain(Texts.class)
  void everyRoutingKeyComesBackFromItsAddress(@ForAll String routingKey) {
    assertThat(RoutingKey.of(RoutingKey.parse(routingKey))).isEqualTo(routingKey);
  }
}
