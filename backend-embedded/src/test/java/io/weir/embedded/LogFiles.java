package io.weir.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a log, to be looked at and damaged. */
final class LogFiles {
  private LogFiles() {}

  static List<Path> segments(Path directory) throws IOException {
    return named(directory, ".log");
  }

  static List<Path> indexes(Path directory) throws IOException {
    return named(directory, ".index");
  }

  static Path lastSegment(Path directory) throws IOException {
    return segments(directory).getLast();
  }

  static void flip(Path file, int position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[position] ^= 0x10;
    Files.write(file, bytes);
  }

  /** The position after the last byte that is not zero. */
  static int written(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  /** Where the last commit of what is there of a segment begins. */
  static int lastCommit(byte[] segment) {
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    int position = segment.length & -Layout.ALIGNMENT;
    do {
      position -= Layout.ALIGNMENT;
    } while (bytes.getInt(position) != CommitHeader.MAGIC);
    return position;
  }

  /** Where a text first stands; -1 if it does not. */
  static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  /** The segments that this process has mapped. */
  static List<Path> mapped(Path directory) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines
          .filter(line -> line.contains(directory.toString()) && line.endsWith(".log"))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .toList();
    }
  }

  private static List<Path> named(Path directory, String suffix) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
