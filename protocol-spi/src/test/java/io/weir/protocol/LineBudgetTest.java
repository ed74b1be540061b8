package io.weir.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineBudgetTest {
  private static final long SECOND = 1_000_000_000L;

  /** Any clock will do, also one that overflows. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND / 2);

  private final LineBudget budget = new LineBudget(3, now::get);

  private long permitted(int asked) {
    return IntStream.range(0, asked).filter(line -> budget.permits()).count();
  }

  @Test
  void soManyLinesAreWrittenInASecond() {
    assertThat(permitted(5)).isEqualTo(3);
    now.addAndGet(SECOND - 1);
    assertThat(permitted(1)).isZero();
    now.addAndGet(1);
    assertThat(permitted(5)).isEqualTo(3);
  }

  @Test
  void howManyWereLeftOutIsToldOnceAndWhenTheSecondIsOver() {
    permitted(5);
    assertThat(budget.takeLeftOut()).isZero();
    now.addAndGet(SECOND);
    permitted(4);
    assertThat(budget.takeLeftOut()).isEqualTo(2);
    assertThat(budget.takeLeftOut()).isZero();
    now.addAndGet(SECOND);
    assertThat(budget.takeLeftOut()).isEqualTo(1);
  }

  @Test
  void whatNobodyAskedForGathers() {
    permitted(5);
    now.addAndGet(SECOND);
    permitted(5);
    now.addAndGet(SECOND);
    assertThat(budget.takeLeftOut()).isEqualTo(4);
  }

  @Test
  void atTheEndAllIsTold() {
    permitted(5);
    now.addAndGet(SECOND);
    permitted(4);
    assertThat(budget.takeAllLeftOut()).isEqualTo(3);
    assertThat(budget.takeAllLeftOut()).isZero();
  }
}
