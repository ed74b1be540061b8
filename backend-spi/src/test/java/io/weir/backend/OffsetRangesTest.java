package io.weir.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetRangesTest {
  private final OffsetRanges ranges = new OffsetRanges();

  @Test
  void whatMeetsIsOneRange() {
    ranges.add(0, 2);
    ranges.add(5, 7);
    assertThat(ranges.count()).isEqualTo(2);

    ranges.add(2, 5);

    assertThat(ranges.count()).isEqualTo(1);
    assertThat(ranges.contains(0, 7)).isTrue();
    assertThat(ranges.contains(0, 8)).isFalse();
  }

  @Test
  void rangesAreShownAscendingAndGoneAfterAClear() {
    ranges.add(8, 9);
    ranges.add(1, 3);
    List<String> shown = new ArrayList<>();
    ranges.forEach((from, before) -> shown.add(from + "-" + before));
    assertThat(shown).containsExactly("1-3", "8-9");

    ranges.clear();

    assertThat(ranges.count()).isZero();
    assertThat(ranges.endFrom(1)).isEqualTo(1);
  }

  @Test
  void anEmptyRangeIsNothing() {
    ranges.add(3, 3);

    assertThat(ranges.count()).isZero();
  }

  @Test
  void aRangeBackwardsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ranges.add(4, 3));
  }

  @Test
  void itIsAsASetOfOffsetsUnderAnyCalls() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      OffsetRanges tried = new OffsetRanges();
      BitSet expected = new BitSet();
      for (int step = 0; step < 60; step++) {
        int from = random.nextInt(100);
        int before = from + random.nextInt(10);
        if (random.nextInt(10) == 0) {
          tried.removeBefore(from);
          expected.clear(0, from);
        } else {
          tried.add(from, before);
          expected.set(from, before);
        }
        assertSame(tried, expected, "seed " + seed + " at step " + step);
      }
    }
  }

  private static void assertSame(OffsetRanges tried, BitSet expected, String where) {
    int count = 0;
    for (int offset = 0; offset < 120; offset++) {
      assertThat(tried.contains(offset, offset + 1))
          .as("%s: %d is in %s", where, offset, tried)
          .isEqualTo(expected.get(offset));
      assertThat(tried.endFrom(offset)).as(where).isEqualTo(expected.nextClearBit(offset));
      count += expected.get(offset) && !(offset > 0 && expected.get(offset - 1)) ? 1 : 0;
    }
    assertThat(tried.count()).as(where).isEqualTo(count);
  }
}
