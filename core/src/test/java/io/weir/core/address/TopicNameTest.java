package io.weir.core.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.failure.Failure.InvalidRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"orders", "a", "__x", "...", "grüße aus 東京 😀", "50%", "a+b#c", "a$b", "_weir"})
  void almostAnyTextIsAName(String text) {
    assertThat(new TopicName(text).text()).isEqualTo(text);
    assertThat(TopicName.isName(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "$SYS", "a\nb", "\0", "a\u0085", "a\ud800b"})
  void theseAreNoNames(String text) {
    assertThat(TopicName.isName(text)).isFalse();
    assertThatThrownBy(() -> new TopicName(text))
        .isInstanceOfSatisfying(
            InvalidRequest.class,
            e -> assertThat(e.subject()).isEqualTo(InvalidRequest.Subject.TOPIC_NAME))
        .hasMessageContaining("topic name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "中", "😀"})
  void aNameIsAtMost255BytesLong(String character) {
    int each = character.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    assertThat(TopicName.isName(character.repeat(255 / each))).isTrue();
    assertThat(TopicName.isName(character.repeat(255 / each + 1))).isFalse();
  }
}
