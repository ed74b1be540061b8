package io.weir.embedded.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One thread adds rows while others read them. */
class ActiveRowsTest {
  private static final int ROWS = 500_000;

  @Test
  void theEndOfARowIsItsOwnThoughMoreAreBeingAdded() {
    for (int round = 0; round < 10; round++) {
      ActiveRows rows = new ActiveRows(null);
      rows.add(0, 1, 0, 0, 100);
      CompletableFuture<Void> adding =
          CompletableFuture.runAsync(
              () -> {
                for (int row = 1; row < ROWS; row++) {
                  rows.add(row, row + 1, 0, 0, 100);
                }
              });
      int row = 0;
      while (row < ROWS - 1) {
        row = rows.count() - 1;
        assertThat(rows.endOffset(row)).isEqualTo(row + 1);
      }
      adding.join();
    }
  }
}
