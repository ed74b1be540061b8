package io.weir.tests.crash;

import io.weir.tests.servers.WeirProcess;
import java.util.Random;

/** {@code kill -9} at moments that nothing tells of: that is why these tests sleep. */
final class Kills {
  private static final int STARTING_MILLIS = 1_500;

  private Kills() {}

  /**
   * Kills a Weir at some moment, now and then once more while it starts, and starts it again.
   *
   * @param mostMillis how long it runs before at most
   */
  static void atSomeMoment(WeirProcess weir, Random random, int mostMillis)
      throws InterruptedException {
    Thread.sleep(random.nextInt(mostMillis));
    weir.kill();
    if (random.nextInt(5) == 0) {
      weir.launch();
      Thread.sleep(random.nextInt(STARTING_MILLIS));
      weir.kill();
    }
    weir.restart();
  }
}
