package io.weir.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** A process with all that it has started, and what they have started in turn. */
public record ProcessTree(ProcessHandle root) {
  /** Linux counts what children used in hundredths of a second. */
  private static final long NANOS_PER_TICK = 10_000_000;

  /** Where proc(5) has the times of children that ended, after the name of the program. */
  private static final int CHILDREN_USER = 13;

  private static final int CHILDREN_SYSTEM = 14;

  /** What all of them have used so far, also those that ended and were waited for. */
  public long cpuNanos() {
    return sum(member -> ProcessCpu.nanos(member.pid()) + ofEndedChildren(member.pid()));
  }

  /** The memory that they have resident, in bytes; what they share is counted for each. */
  public long residentBytes() {
    return sum(member -> new ProcessFigures(member.pid()).residentBytes());
  }

  /** The same without the pages of files. */
  public long ownBytes() {
    return sum(member -> new ProcessFigures(member.pid()).ownBytes());
  }

  /** Those that run, the root first. */
  List<ProcessHandle> members() {
    return Stream.concat(Stream.of(root), root.descendants()).toList();
  }

  private long sum(ToLongFunction<ProcessHandle> figure) {
    return members().stream().mapToLong(member -> ofLiving(member, figure)).sum();
  }

  /** A helper that ends meanwhile counts among the children of whoever started it. */
  private long ofLiving(ProcessHandle member, ToLongFunction<ProcessHandle> figure) {
    try {
      return figure.applyAsLong(member);
    } catch (BenchException e) {
      if (member.equals(root)) {
        throw e;
      }
      return 0;
    }
  }

  private static long ofEndedChildren(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return NANOS_PER_TICK
          * (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]));
    } catch (IOException e) {
      throw new BenchException("Process " + pid + " ended", e);
    }
  }
}
