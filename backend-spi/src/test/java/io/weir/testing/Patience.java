package io.weir.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets every test wait as long as {@link Futures} do for what has to come, for ten seconds are soon
 * over where many tests run at once.
 */
public final class Patience implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    asUsual();
  }

  /** For who has changed it for a while. */
  public static void asUsual() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(Futures.PATIENCE_SECONDS));
  }
}
