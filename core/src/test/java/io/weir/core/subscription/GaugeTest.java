package io.weir.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many bytes wait, measured in the order of the log and settled in any. */
class GaugeTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void itKnowsWhatASumOfAllThatIsOpenKnows(long seed) {
    Random random = new Random(seed);
    Cursor cursor = new Cursor(10);
    Gauge gauge = new Gauge(cursor);
    cursor.tell(gauge);
    TreeMap<Long, Integer> open = new TreeMap<>();
    for (int step = 0; step < 20_000; step++) {
      if (random.nextInt(5) < 3) {
        long offset = gauge.known() + random.nextInt(3);
        int bytes = random.nextInt(100);
        if (!cursor.isSettled(offset) && offset >= gauge.known()) {
          open.put(offset, bytes);
        }
        gauge.measure(offset, bytes);
      } else {
        long from = cursor.floor() + random.nextInt(40);
        long before = from + random.nextInt(random.nextInt(100) == 0 ? 3_000 : 4);
        cursor.settle(from, before);
        open.subMap(from, Math.max(from, before)).clear();
      }
      assertThat(gauge.open()).isEqualTo(open.values().stream().mapToLong(i -> i).sum());
    }
    open.forEach((offset, bytes) -> assertThat(gauge.size(offset)).isEqualTo(bytes));
  }

  @Test
  void aGrowingBacklogIsRemembered() {
    Cursor cursor = new Cursor(5);
    Gauge gauge = new Gauge(cursor);
    cursor.tell(gauge);
    for (int offset = 5; offset < 100_005; offset++) {
      gauge.measure(offset, offset);
    }
    assertThat(gauge.size(5)).isEqualTo(5);
    assertThat(gauge.size(100_004)).isEqualTo(100_004);
    cursor.settle(5, 100_004);
    assertThat(gauge.open()).isEqualTo(100_004);
  }
}
