package io.weir.core.address;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPathTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "sensors/room1/temp, sensors, room1/temp",
        "sensors/, sensors, ``",
        "sensors//x, sensors, /x",
        "a.b/c.d, a.b, c.d",
        "a/b%2Bc, a, b+c",
        "a%23/b, a#, b",
        "a/100%, a, 100%",
        "a/%252B, a, %2B",
        "a/%25, a, %25",
        "/finance, weir-root, /finance",
        "$SYS/uptime, weir-root, $SYS/uptime",
        "./a, weir-root, ./a",
        "weir-root/a, weir-root, a",
        "weir-root/weir-root/a, weir-root, weir-root/a",
        "weir-root//a, weir-root, weir-root//a"
      })
  void aPathAndItsAddress(String path, String topic, String key) {
    Address address = new Address(new TopicName(topic), key);
    assertThat(TopicPath.parse(path)).isEqualTo(address);
    assertThat(TopicPath.of(address)).isEqualTo(path);
  }

  @Test
  void aPathOfOneLevelHasNoKey() {
    assertThat(TopicPath.parse("sensors")).isEqualTo(Address.of(new TopicName("sensors")));
    assertThat(TopicPath.parse("weir-root")).isEqualTo(Address.of(new TopicName("weir-root")));
  }

  @Property
  @Domain(Texts.class)
  void everyAddressComesBackFromItsPath(@ForAll Address address) {
    String path = TopicPath.of(address);
    assertThat(path).doesNotContain("+", "#", "\0");
    assertThat(TopicPath.parse(path)).isEqualTo(address);
  }

  @Property
  @Domain(Texts.class)
  void everyPathComesBackFromItsAddress(@ForAll String text) {
    String path = text.replaceAll("[+#\0]", "");
    assertThat(TopicPath.of(TopicPath.parse(path))).isEqualTo(path);
  }
}
