package io.weir.embedded.storage;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process that would like to have a data directory: exits with 0 if it may, else 1. */
public final class LockProbe {
  private LockProbe() {}

  public static void main(String[] arguments) throws Exception {
    try (FileChannel file =
        FileChannel.open(Path.of(arguments[0], "lock"), StandardOpenOption.WRITE)) {
      System.exit(file.tryLock() == null ? 1 : 0);
    }
  }

  /** Whether another process may lock the directory. */
  public static boolean isFree(Path directory) throws Exception {
    Path classes =
        Path.of(LockProbe.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
                java.toString(),
                "-cp",
                classes.toString(),
                LockProbe.class.getName(),
                directory.toString())
            .inheritIO()
            .start()
            .waitFor()
        == 0;
  }
}
