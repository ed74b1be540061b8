package io.weir.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.amqp091.codec.MethodId;
import io.weir.amqp091.codec.ReplyCode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that a client may rely on has been forgotten. */
class CoverageTest {
  private static final int AT_LEAST = 200;

  /**
   * What clients give to queues, consumers, exchanges, bindings and messages, and RabbitMQ heeds.
   */
  private static final List<String> ARGUMENTS =
      List.of(
          "x-dead-letter-exchange",
          "x-dead-letter-routing-key",
          "x-dead-letter-strategy",
          "x-message-ttl",
          "x-expires",
          "x-max-length",
          "x-max-length-bytes",
          "x-overflow",
          "x-max-priority",
          "x-queue-type",
          "x-quorum-initial-group-size",
          "x-delivery-limit",
          "x-queue-leader-locator",
          "x-max-age",
          "x-stream-max-segment-size-bytes",
          "x-stream-offset",
          "x-stream-filter-value",
          "x-stream-filter",
          "x-stream-match-unfiltered",
          "x-single-active-consumer",
          "x-priority",
          "x-consumer-timeout",
          "x-consumer-disconnected-timeout",
          "x-delayed-retry-type",
          "x-delayed-retry-min",
          "x-delayed-retry-max",
          "alternate-exchange",
          "x-match",
          "hash-header",
          "hash-property",
          "x-delayed-type",
          "x-delay",
          "CC",
          "BCC");

  private static final List<String> OVERFLOWS =
      List.of("drop-head", "reject-publish", "reject-publish-dlx");

  private static final List<String> EXCHANGES =
      List.of(
          "direct",
          "fanout",
          "topic",
          "headers",
          "x-consistent-hash",
          "x-modulus-hash",
          "x-random",
          "x-delayed-message");

  /** What RabbitMQ never says, and why. */
  private static final Map<ReplyCode, String> NEVER_SAID =
      Map.of(
          ReplyCode.REPLY_SUCCESS, "it is for clients, who close with it",
          ReplyCode.CONTENT_TOO_LARGE, "too large a message is a failed precondition",
          ReplyCode.NO_CONSUMERS, "it is for immediate, which is refused",
          ReplyCode.INVALID_PATH, "a virtual host that is not there is not allowed",
          ReplyCode.SYNTAX_ERROR, "what cannot be decoded is an error of frames",
          ReplyCode.RESOURCE_ERROR, "what is too much is a failed precondition",
          ReplyCode.INTERNAL_ERROR, "it would be a fault of its own");

  private final List<Script> scripts = Scripts.all();
  private final List<Line> lines = scripts.stream().flatMap(one -> one.lines().stream()).toList();

  @Test
  void thereAreManyScriptsThatRabbitMqIsHeldAgainst() {
    assertThat(scripts.stream().filter(one -> one.audience() == Audience.EVERYBODY))
        .hasSizeGreaterThan(AT_LEAST);
  }

  @Test
  void everyMethodComesOrGoes() {
    assertThat(lines.stream().map(Line::word))
        .containsAll(Stream.of(MethodId.values()).map(MethodId::toString).toList());
  }

  @Test
  void everyMethodThatIsNamedIsOne() {
    assertThat(lines.stream().filter(line -> line.word().contains(".")))
        .allSatisfy(line -> assertThat(Methods.isOne(line.word())).as(line.text()).isTrue());
  }

  @Test
  void everyCodeIsSaidButThoseThatNeverAre() {
    assertThat(Stream.of(ReplyCode.values()).filter(this::isSaid))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ReplyCode.values()).filter(code -> !NEVER_SAID.containsKey(code)).toList());
  }

  private boolean isSaid(ReplyCode code) {
    Pattern said =
        Pattern.compile(
            "(connection\\.close|channel\\.close|basic\\.return) %d\\b.*".formatted(code.code()));
    return lines.stream()
        .filter(line -> line.does() == Line.Does.AWAIT || line.does() == Line.Does.AWAIT_ANY)
        .anyMatch(line -> said.matcher(line.rest()).matches());
  }

  @Test
  void everyArgumentIsGiven() {
    assertThat(ARGUMENTS).allMatch(argument -> isSent("[{ ]" + argument + "="), "is sent");
    assertThat(OVERFLOWS).allMatch(way -> isSent("x-overflow=" + way + "[ }]"), "is sent");
    assertThat(EXCHANGES).allMatch(type -> isSent("type=" + type + "( |$)"), "is sent");
  }

  private boolean isSent(String pattern) {
    Pattern sent = Pattern.compile(pattern);
    return lines.stream()
        .filter(line -> line.does() == Line.Does.SEND)
        .anyMatch(line -> sent.matcher(line.rest()).find());
  }

  @Test
  void whateverIsNewerIsSaidInTheWordsOfTheDocumentation() {
    assertThat(scripts.stream().filter(one -> one.audience() == Audience.RECENT).map(Script::why))
        .isNotEmpty()
        .allMatch(words -> words.length() > 60 && words.endsWith(")"), "ends with where it stands");
  }
}
