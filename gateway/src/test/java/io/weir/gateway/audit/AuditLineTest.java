package io.weir.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a value looks like in a line, whoever chose it. */
class AuditLineTest {
  /** What lines are made of, and what could break them; both halves of a pair, too. */
  private static final String ALPHABET =
      "ab =\"\\\n\r\t\u0000\u001b\u007f\u0085\u00a0\u2028\u202e\ud83d\ude00";

  private static String written(String value) {
    String line = new AuditLine(AuditEvent.DENIED).with("client", value).toString();
    assertThat(line).startsWith("event=denied client=");
    return line.substring("event=denied client=".length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"acme", "root@ops", "[::1]:9092", "aws:vpce-0a1b", "acme,shop", "a/b_c.d+e"})
  void plainTextStandsAsItIs(String value) {
    assertThat(written(value)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "two words | \"two words\"",
        "!! | \"\"",
        "a=b | \"a=b\"",
        "say \"x\" | \"say \\\"x\\\"\"",
        "back\\slash | \"back\\\\slash\"",
        "größe | \"größe\"",
      })
  void otherTextStandsInQuotes(String value, String expected) {
    assertThat(written(value)).isEqualTo(expected);
  }

  @Test
  void whatCouldEndALineOrTurnItIsWrittenByItsNumber() {
    assertThat(written("a\nevent=x\r\tb")).isEqualTo("\"a\\nevent=x\\r\\tb\"");
    assertThat(written("\u0000\u001b[2J\u0085\u2028\u2029"))
        .isEqualTo("\"\\u{0}\\u{1b}[2J\\u{85}\\u{2028}\\u{2029}\"");
    assertThat(written("\u202egnp.exe")).isEqualTo("\"\\u{202e}gnp.exe\"");
    assertThat(written("\ud800")).isEqualTo("\"\\u{d800}\"");
    assertThat(written("\u00a0")).isEqualTo("\"\\u{a0}\"");
  }

  @Test
  void aLongValueIsCut() {
    assertThat(written("x".repeat(512))).isEqualTo("x".repeat(512));
    assertThat(written("x".repeat(513))).isEqualTo("\"" + "x".repeat(512) + "...\"");
    assertThat(written("\ud83d\ude00".repeat(513)))
        .isEqualTo("\"" + "\ud83d\ude00".repeat(512) + "...\"");
  }

  @Test
  void whatThereIsNotHasNoKey() {
    assertThat(
            new AuditLine(AuditEvent.DENIED).with("topic", null).withText("client", "").toString())
        .isEqualTo("event=denied");
  }

  /** Taken apart as a program would. */
  @RepeatedTest(1_000)
  void noValueMakesAnotherLineOrKey(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    String value =
        random
            .ints(random.nextInt(20), 0, ALPHABET.length())
            .mapToObj(i -> ALPHABET.substring(i, i + 1))
            .collect(Collectors.joining());
    String line =
        new AuditLine(AuditEvent.DENIED).with("client", value).with("topic", "t").toString();
    assertThat(line.codePoints()).allMatch(c -> c >= ' ' && c != 0x7f && c != 0x85);
    assertThat(keys(line)).isEqualTo(List.of("event", "client", "topic"));
  }

  static List<String> keys(String line) {
    return line
        .replaceAll("\"(\\\\.|[^\"\\\\])*\"", "")
        .transform(bare -> List.of(bare.split(" ")))
        .stream()
        .map(pair -> pair.substring(0, pair.indexOf('=')))
        .toList();
  }
}
