package io.weir.core.address;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Texts that are hard on escapes: any Unicode, and pieces of what escapes look like. */
final class Texts extends DomainContextBase {

  @Provide
  static Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "%",
            "25",
            "2B",
            "23",
            "00",
            "2E",
            "2F",
            "2b",
            "_",
            "u",
            "U",
            "005F",
            "u00E9",
            "002F",
            "0001F600",
            "D83D",
            "+",
            "#",
            "\0",
            "/",
            ".",
            "$",
            "-",
            "a",
            "é",
            "中",
            "😀",
            "weir-root",
            "weir-root/",
            " ");
    Arbitrary<String> tricky = pieces.list().ofMaxSize(12).map(list -> String.join("", list));
    Arbitrary<String> any =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .list()
            .ofMaxSize(20)
            .map(Texts::text);
    return Arbitraries.frequencyOf(Tuple.of(3, tricky), Tuple.of(1, any));
  }

  @Provide
  static Arbitrary<TopicName> topicNames() {
    return Arbitraries.oneOf(texts().filter(TopicName::isName), Arbitraries.just("weir-root"))
        .map(TopicName::new);
  }

  @Provide
  static Arbitrary<Address> addresses() {
    return topicNames()
        .flatMap(topic -> texts().injectNull(0.2).map(key -> new Address(topic, key)));
  }

  private static String text(List<Integer> codePoints) {
    StringBuilder text = new StringBuilder();
    codePoints.forEach(text::appendCodePoint);
    return text.toString();
  }
}
