package io.weir.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a running process of this user. */
public record ProcessFigures(long pid) {

  /** The memory that it has resident, in bytes, pages of files that it maps included. */
  public long residentBytes() {
    return number("status", "VmRSS:") * 1024;
  }

  /** The resident memory that is its own, in bytes: without the pages of files. */
  public long ownBytes() {
    return number("status", "RssAnon:") * 1024;
  }

  /** The bytes that it has given to write calls so far. */
  public long writtenBytes() {
    return number("io", "wchar:");
  }

  /** The bytes that were fetched from disks for it so far. */
  public long fetchedBytes() {
    return number("io", "read_bytes:");
  }

  private long number(String file, String field) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), file))) {
        if (line.startsWith(field)) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      throw new BenchException("Process " + pid + " has no " + field + " any more");
    } catch (IOException e) {
      throw new BenchException("Process " + pid + " ended", e);
    }
  }
}
