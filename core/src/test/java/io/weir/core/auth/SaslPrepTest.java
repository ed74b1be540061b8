package io.weir.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {

  /** RFC 4013, section 3, and one for each table. */
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "I\u00adX,IX",
        "user,user",
        "USER,USER",
        "\u00aa,a",
        "\u2168,IX",
        "a\u00a0b,a b",
        "a\u3000b,a b",
        "a\u200bb,a b",
        "e\u0301,\u00e9",
        "\ufb01sh,fish",
        "\u05d0\u05d1,\u05d0\u05d1",
        "\u0627\u0031\u0628,\u0627\u0031\u0628"
      })
  void preparesAsTheSpecificationSays(String text, String prepared) {
    assertThat(SaslPrep.query(text)).contains(prepared);
    assertThat(SaslPrep.stored(text)).contains(prepared);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0007",
        "\u0000",
        "a\u007f",
        "\u0627\u0031",
        "\u0627a\u0627",
        "a\u0627",
        "a\u202eb",
        "\ue000",
        "\ufffd",
        "\ufdd0",
        "\u2028",
        "\ud800"
      })
  void refusesWhatTheSpecificationProhibits(String text) {
    assertThat(SaslPrep.query(text)).isEmpty();
    assertThat(SaslPrep.stored(text)).isEmpty();
  }

  @Test
  void keepsNoCodePointsThatMeanNothingYetButLooksThemUp() {
    assertThat(SaslPrep.query("\u0378")).contains("\u0378");
    assertThat(SaslPrep.stored("\u0378")).isEmpty();
  }
}
