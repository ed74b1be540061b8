package io.weir.core.auth;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
  private static final String KEYS = "https://keys.example.com/";

  @Test
  void anIssuerIsWhollySaidOrRefused() {
    assertThatThrownBy(() -> with("http://keys.example.com/", Set.of("weir"), Set.of("RS256")))
        .hasMessageContaining("https, or http on this machine, or file");
    assertThatThrownBy(() -> with(KEYS, Set.of(), Set.of("RS256")))
        .hasMessageContaining("at least one audience");
    assertThatThrownBy(() -> with(KEYS, Set.of("weir"), Set.of("none")))
        .hasMessageContaining("'none'");
    assertThatThrownBy(() -> with(KEYS, Set.of("weir"), Set.of("HS256")))
        .hasMessageContaining("'HS256'");
  }

  private static TokenIssuer with(String keys, Set<String> audiences, Set<String> algorithms) {
    return new TokenIssuer(
        "https://login.example.com",
        URI.create(keys),
        audiences,
        algorithms,
        Duration.ZERO,
        null,
        List.of());
  }
}
