package io.weir.core.route;

import static io.weir.core.route.HeaderMatch.ALL;
import static io.weir.core.route.HeaderMatch.ALL_EXTENDED;
import static io.weir.core.route.HeaderMatch.ANY;
import static io.weir.core.route.HeaderMatch.ANY_EXTENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.route.Fixture.Letter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderMatchTest {
  private static final Map<String, Value> WANTED = Map.of("a", Value.of(1), "b", Value.of("x"));

  private static boolean matches(
      HeaderMatch match, Map<String, Value> wanted, Map<String, Value> present) {
    return match.matches(wanted, Letter.headers(present));
  }

  @Test
  void allMustMatchAndMoreMayBeThere() {
    assertThat(matches(ALL, WANTED, WANTED)).isTrue();
    assertThat(matches(ALL, WANTED, Map.of("a", Value.of(1), "b", Value.of("x"), "c", Value.of(3))))
        .isTrue();
    assertThat(matches(ALL, WANTED, Map.of("a", Value.of(1)))).isFalse();
    assertThat(matches(ALL, WANTED, Map.of("a", Value.of(1), "b", Value.of("y")))).isFalse();
    assertThat(matches(ALL, WANTED, Map.of())).isFalse();
  }

  @Test
  void oneIsEnoughForAny() {
    assertThat(matches(ANY, WANTED, Map.of("a", Value.of(1)))).isTrue();
    assertThat(matches(ANY, WANTED, Map.of("a", Value.of(2), "b", Value.of("x")))).isTrue();
    assertThat(matches(ANY, WANTED, Map.of("a", Value.of(2)))).isFalse();
    assertThat(matches(ANY, WANTED, Map.of())).isFalse();
  }

  @Test
  void withoutConditionsAllHoldAndNotOne() {
    for (Map<String, Value> present : List.of(Map.<String, Value>of(), WANTED)) {
      assertThat(matches(ALL, Map.of(), present)).isTrue();
      assertThat(matches(ALL_EXTENDED, Map.of(), present)).isTrue();
      assertThat(matches(ANY, Map.of(), present)).isFalse();
      assertThat(matches(ANY_EXTENDED, Map.of(), present)).isFalse();
    }
  }

  @Test
  void extensionsCountOnlyWhereThatIsSaid() {
    Map<String, Value> wanted = Map.of("x-a", Value.of(1), "b", Value.of(2));
    Map<String, Value> withoutExtension = Map.of("b", Value.of(2));
    Map<String, Value> extensionAlone = Map.of("x-a", Value.of(1));
    assertThat(matches(ALL, wanted, withoutExtension)).isTrue();
    assertThat(matches(ALL_EXTENDED, wanted, withoutExtension)).isFalse();
    assertThat(matches(ALL_EXTENDED, wanted, wanted)).isTrue();
    assertThat(matches(ANY, wanted, extensionAlone)).isFalse();
    assertThat(matches(ANY_EXTENDED, wanted, extensionAlone)).isTrue();
    assertThat(matches(ALL, extensionAlone, Map.of())).isTrue();
    assertThat(matches(ANY, extensionAlone, extensionAlone)).isFalse();
  }

  @Test
  void aConditionWithoutAValueAsksForPresence() {
    Map<String, Value> wanted = Map.of("a", Value.nothing());
    for (HeaderMatch match : HeaderMatch.values()) {
      assertThat(matches(match, wanted, Map.of("a", Value.of("whatever")))).isTrue();
      assertThat(matches(match, wanted, Map.of("a", Value.nothing()))).isTrue();
      assertThat(matches(match, wanted, Map.of("b", Value.of(1)))).isFalse();
    }
  }

  @Test
  void numbersAreComparedAsNumbers() {
    assertThat(Value.of(1).matches(new Value.Real(1.0))).isTrue();
    assertThat(new Value.Real(1.0).matches(Value.of(1))).isTrue();
    assertThat(new Value.Real(1.5).matches(Value.of(1))).isFalse();
    assertThat(Value.of(1).matches(Value.of(2))).isFalse();
    assertThat(new Value.Real(0.0).matches(new Value.Real(-0.0))).isTrue();
    assertThat(new Value.Real(Double.NaN).matches(new Value.Real(Double.NaN))).isFalse();
  }

  @Test
  void largeNumbersThatADoubleCannotTellApartAreToldApart() {
    long odd = (1L << 53) + 1;
    assertThat(Value.of(odd).matches(new Value.Real((double) odd))).isFalse();
    assertThat(Value.of(odd - 1).matches(new Value.Real((double) odd))).isTrue();
    assertThat(Value.of(Long.MAX_VALUE).matches(new Value.Real(0x1p63))).isFalse();
    assertThat(Value.of(Long.MIN_VALUE).matches(new Value.Real(-0x1p63))).isTrue();
    assertThat(Value.of(0).matches(new Value.Real(Double.NaN))).isFalse();
    assertThat(Value.of(Long.MAX_VALUE).matches(new Value.Real(Double.POSITIVE_INFINITY)))
        .isFalse();
  }

  @Test
  void textsAndBytesAreComparedByTheirBytes() {
    Value bytes = new Value.Bytes("grün".getBytes(StandardCharsets.UTF_8));
    assertThat(Value.of("grün").matches(bytes)).isTrue();
    assertThat(bytes.matches(Value.of("grün"))).isTrue();
    assertThat(bytes.matches(Value.of("grun"))).isFalse();
    assertThat(Value.of("1").matches(Value.of(1))).isFalse();
  }

  @Test
  void allElseIsComparedByTypeAndValue() {
    Value list = new Value.Items(List.of(Value.of(1), Value.of("a")));
    Value table = new Value.Table(Map.of("a", list));
    Value time = new Value.Time(Instant.ofEpochSecond(7));
    Value decimal = new Value.Decimal(new BigDecimal("1.0"));
    for (Value value : List.of(list, table, time, decimal, new Value.Flag(true))) {
      assertThat(value.matches(value)).isTrue();
      assertThat(value.matches(Value.of(1))).isFalse();
      assertThat(value.matches(Value.nothing())).isFalse();
    }
    assertThat(decimal.matches(new Value.Decimal(new BigDecimal("1.00")))).isFalse();
    assertThat(new Value.Flag(true).matches(new Value.Flag(false))).isFalse();
  }
}
