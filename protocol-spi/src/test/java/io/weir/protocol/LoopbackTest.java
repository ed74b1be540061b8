package io.weir.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LocalHost", "weir.localhost", "127.0.0.1", "127.8.9.10", "::1"})
  void thisMachine(String host) {
    assertThat(Loopback.isHost(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0.0.0.0",
        "::",
        "10.0.0.1",
        "example.com",
        "127.0.0.1.example.com",
        "localhost.example.com",
        "128.0.0.1"
      })
  void notThisMachineAlone(String host) {
    assertThat(Loopback.isHost(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:80", "[::1]:8080", "[::1]"})
  void authoritiesOfThisMachine(String authority) {
    assertThat(Loopback.isAuthority(authority)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        "example.com:8080",
        "localhost@example.com",
        "::1",
        "[::2]:80",
        "localhost:80:80"
      })
  void authoritiesOfOthers(String authority) {
    assertThat(Loopback.isAuthority(authority)).isFalse();
  }
}
