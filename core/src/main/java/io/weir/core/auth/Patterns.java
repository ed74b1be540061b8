package io.weir.core.auth;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text with stars as regular expressions. */
final class Patterns {
  private Patterns() {}

  /**
   * @param any what a star stands for
   */
  static Pattern of(String text, String any) {
    return Pattern.compile(
        Arrays.stream(text.split("\\*+", -1))
            .map(part -> Pattern.quote(part.replace(CertificateRule.LITERAL_STAR, "*")))
            .collect(Collectors.joining(any)),
        Pattern.DOTALL);
  }
}
