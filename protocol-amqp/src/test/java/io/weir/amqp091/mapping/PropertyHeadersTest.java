package io.weir.amqp091.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.record.Header;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties in a record's headers and back. */
class PropertyHeadersTest {
  private static final long NOW = 1_700_000_000_000L;

  private static ShortString text(String text) {
    return ShortString.of(text);
  }

  private static List<Header> headers(BasicProperties properties) {
    return PropertyHeaders.toHeaders(properties, null, null);
  }

  private static List<String> lines(List<Header> headers) {
    return headers.stream().map(it -> it.name() + "=" + it.text()).toList();
  }

  static Stream<BasicProperties> whatTextAloneRestores() {
    var persistent = BasicProperties.builder().deliveryMode(2).build();
    return Stream.of(
        persistent,
        persistent.toBuilder()
            .contentType(text("text/plain"))
            .contentEncoding(text("gzip"))
            .correlationId(text("c"))
            .replyTo(text("r"))
            .messageId(text("m"))
            .type(text("t"))
            .userId(text("u"))
            .appId(text("a"))
            .priority(9)
            .timestamp(1_700_000_000L)
            .build(),
        persistent.toBuilder()
            .headers(Table.builder().put("b", "2").put("a", "1").put("empty", "").build())
            .build(),
        persistent.toBuilder().messageId(ShortString.copyOf(new byte[] {(byte) 0xff})).build());
  }

  @ParameterizedTest
  @MethodSource("whatTextAloneRestores")
  void whatIsTextIsTextAndNothingElse(BasicProperties properties) {
    List<Header> headers = headers(properties);
    assertThat(headers).noneMatch(it -> it.name().equals(PropertyHeaders.RESERVED));
    assertThat(PropertyHeaders.toProperties(headers, NOW)).isEqualTo(properties);
  }

  static Stream<BasicProperties> whatTextAloneDoesNotRestore() {
    var persistent = BasicProperties.builder().deliveryMode(2).build();
    return Stream.of(
        BasicProperties.EMPTY,
        BasicProperties.builder().deliveryMode(1).build(),
        persistent.toBuilder().clusterId(text("c")).build(),
        persistent.toBuilder().expiration(text("060")).build(),
        persistent.toBuilder().timestamp(-1L).build(),
        persistent.toBuilder().headers(Table.EMPTY).build(),
        withHeader("n", new Value.Int8((byte) 1)),
        withHeader("n", new Value.Uint32(1)),
        withHeader("n", new Value.Float32(1)),
        withHeader("n", new Value.Decimal(2, 314)),
        withHeader("n", new Value.Timestamp(1)),
        withHeader("n", new Value.Void()),
        withHeader("n", new Value.Binary(ByteString.of("text"))),
        withHeader("n", new Value.Text(ByteString.copyOf(new byte[] {(byte) 0xff}))),
        withHeader("n", Value.Array.of(new Value.Bool(true), Table.EMPTY)),
        withHeader("content-type", Value.Text.of("a header, not the property")),
        withHeader("weir-x", Value.Text.of("reserved")),
        persistent.toBuilder()
            .headers(Table.builder().put("twice", "1").put("twice", "2").build())
            .build());
  }

  private static BasicProperties withHeader(String name, Value value) {
    return BasicProperties.builder()
        .deliveryMode(2)
        .headers(Table.builder().put(name, value).build())
        .build();
  }

  @ParameterizedTest
  @MethodSource("whatTextAloneDoesNotRestore")
  void whatTextCannotRestoreLiesBesideIt(BasicProperties properties) {
    List<Header> headers = headers(properties);
    assertThat(headers).anyMatch(it -> it.name().equals(PropertyHeaders.RESERVED));
    assertThat(PropertyHeaders.toProperties(headers, NOW)).isEqualTo(properties);
  }

  static Stream<Arguments> valuesAsText() {
    return Stream.of(
        Arguments.of(new Value.Bool(true), "true"),
        Arguments.of(new Value.Int16((short) -7), "-7"),
        Arguments.of(new Value.Float64(1.5), "1.5"),
        Arguments.of(new Value.Float64(Double.NaN), "NaN"),
        Arguments.of(new Value.Decimal(2, 314), "3.14"),
        Arguments.of(new Value.Timestamp(1_700_000_000L), "1700000000000"),
        Arguments.of(Value.Text.of("text"), "text"),
        Arguments.of(new Value.Binary(ByteString.of("bytes")), "bytes"),
        Arguments.of(new Value.Void(), null),
        Arguments.of(Value.Array.of(new Value.Int32(1), Value.Text.of("two")), "[1,\"two\"]"),
        Arguments.of(Table.builder().put("a", true).build(), "{\"a\":true}"));
  }

  @ParameterizedTest
  @MethodSource("valuesAsText")
  void othersReadValuesAsText(Value value, String text) {
    assertThat(lines(headers(withHeader("n", value)))).first().isEqualTo("n=" + text);
  }

  @Test
  void namesThatAreReservedAreNotTheClients() {
    assertThat(headers(withHeader("weir-x", Value.Text.of("1"))))
        .extracting(Header::name)
        .containsExactly(PropertyHeaders.RESERVED);
  }

  @Test
  void timesAreInMilliseconds() {
    var properties = BasicProperties.builder().deliveryMode(2).timestamp(5L).build();
    assertThat(lines(PropertyHeaders.toHeaders(properties, NOW + 10, NOW + 20)))
        .contains(
            "creation-time=5000", "absolute-expiry-time=" + (NOW + 10), "deliver-at=" + (NOW + 20));
  }

  @Test
  void whatOthersWroteIsReadAsFarAsItFits() {
    String longText = "x".repeat(300);
    BasicProperties properties =
        PropertyHeaders.toProperties(
            List.of(
                Header.of("content-type", "text/plain"),
                Header.of("content-type", "again"),
                Header.of("message-id", longText),
                Header.of("priority", "1000"),
                Header.of("creation-time", "5999"),
                Header.of("absolute-expiry-time", Long.toString(NOW + 250)),
                Header.of("colour", "red"),
                new Header("raw", new byte[] {(byte) 0xff}),
                new Header("nothing", null),
                Header.of("weir-other", "hidden"),
                Header.of(longText, "no name of a header here")),
            NOW);
    assertThat(properties.contentType()).isEqualTo(text("text/plain"));
    assertThat(properties.messageId()).isNull();
    assertThat(properties.priority()).isEqualTo(255);
    assertThat(properties.timestamp()).isEqualTo(5L);
    assertThat(properties.expiration()).isEqualTo(text("250"));
    assertThat(properties.deliveryMode()).isEqualTo(2);
    assertThat(properties.headers())
        .isEqualTo(
            Table.builder()
                .put("content-type", "again")
                .put("message-id", longText)
                .put("colour", "red")
                .put("raw", new Value.Binary(ByteString.copyOf(new byte[] {(byte) 0xff})))
                .put("nothing", new Value.Void())
                .build());
  }

  @Test
  void aForgedReservedHeaderIsPassedOver() {
    BasicProperties properties =
        PropertyHeaders.toProperties(
            List.of(Header.of(PropertyHeaders.RESERVED, "garbage"), Header.of("app-id", "shop")),
            NOW);
    assertThat(properties.appId()).isEqualTo(text("shop"));
  }
}
