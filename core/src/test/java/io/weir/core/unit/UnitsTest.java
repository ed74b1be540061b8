package io.weir.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({"0ms,0", "1500ms,1500", "90s,90000", "5m,300000", "12h,43200000", "7d,604800000"})
  void spansOfTimeAreANumberAndAUnit(String text, long millis) {
    assertThat(TimeSpan.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "d", "7 d", "7D", "-7d", "1.5h", "7days", "7d12h"})
  void whatIsNoSpanOfTimeIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for example 7d")
        .hasMessageEndingWith("found '" + text + "'");
    assertThat(text).doesNotMatch(TimeSpan.PATTERN);
  }

  @Test
  void moreDaysThanCanBeCountedAreRefused() {
    assertThatThrownBy(() -> TimeSpan.parse("999999999999d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longer than Weir can count");
  }

  @Property
  void everySpanOfTimeIsReadBackAsItWasWritten(
      @ForAll @LongRange(max = 999_999_999_999L) long millis) {
    Duration span = Duration.ofMillis(millis);
    assertThat(TimeSpan.format(span)).matches(TimeSpan.PATTERN);
    assertThat(TimeSpan.parse(TimeSpan.format(span))).isEqualTo(span);
  }

  @ParameterizedTest
  @CsvSource({
    "0B,0",
    "7kB,7000",
    "7KiB,7168",
    "20MB,20000000",
    "1MiB,1048576",
    "50GB,50000000000",
    "2TiB,2199023255552"
  })
  void amountsOfDataAreANumberAndAUnit(String text, long bytes) {
    assertThat(DataSize.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20", "MB", "20 MB", "20mb", "-1B", "1.5GB", "20Mb"})
  void whatIsNoAmountOfDataIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> DataSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for example 20MB")
        .hasMessageEndingWith("found '" + text + "'");
    assertThat(text).doesNotMatch(DataSize.PATTERN);
  }

  @Property
  void everyAmountOfDataIsReadBackAsItWasWritten(
      @ForAll @LongRange(max = 999_999_999_999_999L) long bytes) {
    assertThat(DataSize.format(bytes)).matches(DataSize.PATTERN);
    assertThat(DataSize.parse(DataSize.format(bytes))).isEqualTo(bytes);
  }
}
