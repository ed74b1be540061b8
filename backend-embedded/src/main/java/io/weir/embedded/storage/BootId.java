package io.weir.embedded.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Tells runs of the operating system apart. As long as it runs on, what a process handed to it is
 * not lost, even if nobody synced it and the process was killed.
 */
public final class BootId {
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /**
   * The present run; where the system does not tell, an id that no other run has, so that a loss is
   * assumed.
   */
  public static UUID current() {
    try {
      return UUID.fromString(Files.readString(LINUX).strip());
    } catch (IOException | IllegalArgumentException e) {
      return UUID.randomUUID();
    }
  }
}
