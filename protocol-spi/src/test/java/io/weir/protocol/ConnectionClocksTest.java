package io.weir.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Time as it comes in ticks, of which the first began before what it measures. */
class ConnectionClocksTest {
  private static final long SECOND = 1_000_000_000L;

  private final ConnectionClocks clocks = new ConnectionClocks(ConnectionBounds.DEFAULT);

  @Test
  void whoHasSentItsLastReadsOnForASecondHoweverSoonTheNextTickComes() {
    assertThat(clocks.hasLingered(2 * SECOND)).isFalse();
    assertThat(clocks.hasLingered(SECOND)).isFalse();
    assertThat(clocks.hasLingered(1)).isTrue();
  }
}
