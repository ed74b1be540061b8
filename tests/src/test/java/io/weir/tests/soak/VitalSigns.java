package io.weir.tests.soak;

import io.weir.tests.programs.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a running JVM has in use.
 *
 * @param heapBytes what its heap holds after a full collection
 * @param ownBytes its resident memory without mapped files
 * @param descriptors of files, sockets and all else
 * @param mappings of files and of memory
 */
record VitalSigns(
    long heapBytes, long ownBytes, long threads, long sockets, long descriptors, long mappings) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");

  /** Of this process, which collects its garbage for it. */
  static VitalSigns of(long pid) {
    long heap = heapBytes(pid);
    List<String> status = status(pid);
    return new VitalSigns(
        heap,
        number(status, "RssAnon:") * 1024,
        number(status, "Threads:"),
        sockets(pid),
        descriptors(pid),
        mappings(pid));
  }

  private static long descriptors(long pid) {
    try (Stream<Path> all = Files.list(process(pid).resolve("fd"))) {
      return all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long mappings(long pid) {
    try (Stream<String> all = Files.lines(process(pid).resolve("maps"))) {
      return all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JDK's own count of live objects, which begins with a full collection. */
  private static long heapBytes(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram = Command.of(jcmd, Long.toString(pid), "GC.class_histogram").succeed().text();
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new AssertionError("jcmd gave no total:\n" + histogram);
    }
    return Long.parseLong(total.group(1));
  }

  private static List<String> status(long pid) {
    try {
      return Files.readAllLines(process(pid).resolve("status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static long sockets(long pid) {
    try (Stream<Path> descriptors = Files.list(process(pid).resolve("fd"))) {
      return descriptors.filter(VitalSigns::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  private static Path process(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }
}
