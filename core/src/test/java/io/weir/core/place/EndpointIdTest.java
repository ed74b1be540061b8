package io.weir.core.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:vpce-0a1b2c3d",
        "azure:0",
        "azure:4294967295",
        "gcp:0",
        "gcp:18446744073709551615",
        "alibaba:ep-2zeh5q"
      })
  void anIdIsWrittenWithItsCloud(String text) {
    assertThat(EndpointId.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:",
        "aws:vpce 1",
        "aws:vpce_1",
        "azure:4294967296",
        "azure:01",
        "azure:-1",
        "azure:x",
        "gcp:18446744073709551616",
        "gcp:007",
        "gcp:+1",
        "alibaba:ep/1"
      })
  void whatACloudWouldNotSayIsRefused(String text) {
    assertThatThrownBy(() -> EndpointId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no id of an endpoint of " + text.substring(0, text.indexOf(':')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "vpce-0a1b2c3d", "AWS:vpce-1", "oracle:1"})
  void withoutAKnownCloudItIsRefused(String text) {
    assertThatThrownBy(() -> EndpointId.parse(text))
        .hasMessageContaining("expected a cloud (aws, azure, gcp, alibaba)")
        .hasMessageEndingWith("found '" + text + "'");
  }
}
