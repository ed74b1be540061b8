package io.weir.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.weir.http.mapping.Problem;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages may use what a browser remembers, where everybody is asked who it is. */
class OriginsTest {

  @ParameterizedTest
  @CsvSource({
    "weir.example.com, https://weir.example.com, true, true",
    "weir.example.com:8443, https://weir.example.com:8443, true, true",
    "weir.example.com, https://Weir.Example.com, true, true",
    "weir.example.com, http://weir.example.com, true, false",
    "weir.example.com, http://weir.example.com, false, true",
    "weir.example.com, https://weir.example.com, false, true",
    "weir.example.com, https://evil.example.com, true, false",
    "weir.example.com, https://weir.example.com:444, true, false",
    "weir.example.com, null, true, false",
    "weir.example.com, not an origin, true, false",
  })
  void aPageIsOursByNameAndPortAndWhereWeSpeakTlsByThat(
      String host, String origin, boolean encrypted, boolean isTaken) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Host", host).add("Origin", origin);
    assertThat(Callers.refusalOfKnown(headers, true, encrypted).map(Problem::kind))
        .isEqualTo(isTaken ? Optional.empty() : Optional.of("foreign-origin"));
  }

  @ParameterizedTest
  @CsvSource({"cross-site, false", "same-site, true", "same-origin, true", "none, true"})
  void aPictureOfAnotherSiteIsNotServed(String site, boolean isTaken) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Host", "weir.example.com")
            .add("Sec-Fetch-Site", site);
    assertThat(Callers.refusalOfKnown(headers, true, true).isEmpty()).isEqualTo(isTaken);
  }
}
