package io.weir.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the operating system keeps in memory of the files of a server. */
public final class PageCache {
  private static final String DROP =
      "for file; do dd if=\"$file\" iflag=nocache count=0 status=none; done";

  private PageCache() {}

  /** Waits until the disks have nothing left to write. */
  public static void sync(Workplace workplace) {
    Child.run(workplace, List.of("sync"), workplace.path("sync.out"), Child.ONE_MINUTE);
  }

  /**
   * Asks the system to drop its cached pages of all files below a directory, and of no others. It
   * keeps those that are not written yet, and those that a process has mapped and touched.
   */
  public static void drop(Workplace workplace, Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      var command = new ArrayList<>(List.of("sh", "-c", DROP, "sh"));
      files.filter(Files::isRegularFile).map(Path::toString).forEach(command::add);
      Child.run(workplace, command, workplace.path("drop.out"), Child.ONE_MINUTE);
    } catch (IOException e) {
      throw new BenchException("Cannot list the files in " + directory, e);
    }
  }
}
