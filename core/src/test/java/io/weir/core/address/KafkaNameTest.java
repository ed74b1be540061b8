package io.weir.core.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.failure.Failure.InvalidRequest;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaNameTest {

  @ParameterizedTest
  @CsvSource({
    "orders, orders",
    "orders_2024.eu-west, orders_2024.eu-west",
    "__consumer_offsets, __consumer_offsets",
    "grüße, gr_u00FC_u00DFe",
    "order items, order_u0020items",
    "東京, _u6771_u4EAC",
    "😀, _U0001F600",
    "_u00FC, _u005Fu00FC",
    "_u005Fu00FC, _u005Fu005Fu00FC",
    "_u00fc, _u00fc",
    "_u0041, _u0041",
    "_uD83D, _uD83D",
    "_u005F, _u005F",
    "_U000000FC, _U000000FC"
  })
  void aNameAndItsForm(String name, String form) {
    assertThat(KafkaName.of(new TopicName(name))).isEqualTo(form);
    assertThat(KafkaName.parse(form)).isEqualTo(new TopicName(name));
  }

  @Property
  @Domain(Texts.class)
  void everyNameThatHasAFormComesBackFromIt(@ForAll TopicName name) {
    Assume.that(KafkaName.exists(name));
    String form = KafkaName.of(name);
    assertThat(form).matches("[a-zA-Z0-9._-]{1,249}");
    assertThat(KafkaName.parse(form)).isEqualTo(name);
  }

  @Property
  void everyKafkaNameIsTheFormOfTheNameItMeans(@ForAll("kafkaNames") String kafkaName) {
    TopicName name;
    try {
      name = KafkaName.parse(kafkaName);
    } catch (InvalidRequest noTopicName) {
      return; // tested below
    }
    assertThat(KafkaName.of(name)).isEqualTo(kafkaName);
  }

  @Provide
  static Arbitrary<String> kafkaNames() {
    return Arbitraries.of(
            "_",
            "u",
            "U",
            "005F",
            "u005F",
            "u00E9",
            "00E9",
            "0001F600",
            "U0001F600",
            "U000000E9",
            "U00110000",
            "D83D",
            "DE00",
            "002F",
            "0024",
            "a",
            "E",
            "-",
            ".",
            "F")
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(list -> String.join("", list))
        .filter(name -> name.length() <= KafkaName.MAX_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a/b", "é", "_u0024a", "a_u002Fb", "a_u0000"})
  void theseNameNoTopic(String kafkaName) {
    assertThatThrownBy(() -> KafkaName.parse(kafkaName)).isInstanceOf(InvalidRequest.class);
  }

  @Test
  void aNameWhoseFormIsTooLongHasNone() {
    TopicName longest = new TopicName("中".repeat(41) + "abc");
    TopicName longer = new TopicName("中".repeat(41) + "abcd");
    assertThat(KafkaName.of(longest)).hasSize(249);
    assertThat(KafkaName.exists(longer)).isFalse();
    assertThatThrownBy(() -> KafkaName.of(longer))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("250 characters");
    assertThat(KafkaName.exists(new TopicName("a".repeat(249)))).isTrue();
    assertThat(KafkaName.exists(new TopicName("a".repeat(250)))).isFalse();
  }
}
