package io.weir.http.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.failure.Failure;
import io.weir.http.mapping.Properties.Line;
import io.weir.record.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTest {

  @Property
  void anyHeadersOfARecordComeBackFromHttpAsTheyWere(@ForAll("headers") List<Header> headers) {
    List<Line> lines = Properties.ofRecord(headers);
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.name()).matches("[A-Za-z0-9!#$&'+.^_`|~*%-]+");
              assertThat(line.value()).matches("[ -~]*");
              assertThat(line.value()).isEqualTo(line.value().strip());
            });
    List<Header> back =
        Properties.ofRequest(
            lines.stream().map(line -> Map.entry(line.name(), line.value())).toList());
    assertThat(back).usingRecursiveComparison().isEqualTo(headers);
  }

  /** Names that have no HTTP header of their own, at most one of each that has, none of Weir's. */
  @Provide
  Arbitrary<List<Header>> headers() {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12),
            Arbitraries.of(
                "app-id", "Message-ID", "ce_", "ce_Not", "x-prop-", "a*", "%", "colour", "ce_id"));
    Arbitrary<byte[]> values =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .ofMaxLength(20)
                .map(text -> text.getBytes(StandardCharsets.UTF_8)),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(10),
            Arbitraries.strings()
                .ascii()
                .ofMaxLength(20)
                .map(text -> text.getBytes(StandardCharsets.UTF_8)));
    return Combinators.combine(names.filter(PropertiesTest::isOrdinary), values)
        .as(Header::new)
        .list()
        .ofMaxSize(6);
  }

  private static boolean isOrdinary(String name) {
    boolean wellFormed =
        new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(name);
    return wellFormed
        && !name.startsWith("weir-")
        && !List.of("content-type", "content-encoding", "message-id", "correlation-id", "reply-to")
            .contains(name)
        && !List.of("traceparent", "tracestate", "baggage").contains(name);
  }

  @Test
  void reservedHeadersAreNotShown() {
    assertThat(Properties.ofRecord(List.of(Header.of("weir-types", "x"), Header.of("a", "b"))))
        .containsExactly(new Line("X-Prop-a", "b"));
  }

  @Test
  void aSecondHeaderOfOneThatIsSingleIsShownAsAProperty() {
    assertThat(
            Properties.ofRecord(
                List.of(Header.of("content-type", "a/b"), Header.of("content-type", "c/d"))))
        .containsExactly(new Line("Content-Type", "a/b"), new Line("X-Prop-content-type", "c/d"));
  }

  @Test
  void aHeaderWithoutAValueIsAnEmptyLine() {
    assertThat(Properties.ofRecord(List.of(new Header("a", null))))
        .containsExactly(new Line("X-Prop-a", ""));
  }

  @Test
  void listsInSeveralLinesAreOne() {
    assertThat(
            Properties.ofRequest(
                List.of(
                    Map.entry("tracestate", "a=1"),
                    Map.entry("X-Prop-x", "y"),
                    Map.entry("tracestate", "b=2"))))
        .extracting(Header::name, Header::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("tracestate", "a=1,b=2"),
            org.assertj.core.groups.Tuple.tuple("x", "y"));
  }

  @Test
  void whatNoRowNamesIsNotKept() {
    assertThat(
            Properties.ofRequest(
                List.of(
                    Map.entry("Host", "localhost"),
                    Map.entry("Accept", "*/*"),
                    Map.entry("ce-Not-One!", "x"))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"red", "UTF-8'en'red", "UTF-8''%F", "UTF-8''%FF", "latin1''red"})
  void whatIsNotInTheFormOfAnExtendedValueIsRefused(String value) {
    assertThatThrownBy(() -> Properties.ofRequest(List.of(Map.entry("X-Prop-colour*", value))))
        .isInstanceOf(Failure.InvalidRequest.class);
  }
}
