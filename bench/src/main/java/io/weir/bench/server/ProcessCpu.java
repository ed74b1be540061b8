package io.weir.bench.server;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The processor time of a process, by the system's clock for it. The JDK's own figure counts in
 * hundredths of a second, which is more than a short phase takes.
 */
public final class ProcessCpu {
  /** {@code CLOCK_PROCESS_CPUTIME_ID} of Linux. */
  private static final int OWN_CLOCK = 2;

  /** {@code CPUCLOCK_SCHED} of Linux: which of a process's clocks, below its negated id. */
  private static final int CLOCK_OF_SCHEDULER = 2;

  private static final MethodHandle CLOCK_GETTIME =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

  private ProcessCpu() {}

  /** What all threads of this process have used so far, those that ended too, in nanoseconds. */
  public static long nanos() {
    return clock(OWN_CLOCK);
  }

  /**
   * The same of another process.
   *
   * @throws BenchException if it has ended
   */
  public static long nanos(long pid) {
    return clock(((int) ~pid << 3) | CLOCK_OF_SCHEDULER);
  }

  private static long clock(int id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment secondsAndNanos = arena.allocate(ValueLayout.JAVA_LONG, 2);
      if ((int) CLOCK_GETTIME.invokeExact(id, secondsAndNanos) != 0) {
        throw new BenchException("The system has no clock for the processor time of a process");
      }
      return secondsAndNanos.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000
          + secondsAndNanos.getAtIndex(ValueLayout.JAVA_LONG, 1);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("A call of the system throws nothing", e);
    }
  }
}
