package io.weir.bench.backend;

import io.weir.bench.server.BenchException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The processor time of this process, by the system's clock for it. The JDK's own figure counts in
 * hundredths of a second, which is more than a short phase takes.
 */
final class ProcessCpu {
  /** {@code CLOCK_PROCESS_CPUTIME_ID} of Linux. */
  private static final int CLOCK = 2;

  private static final MethodHandle CLOCK_GETTIME =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

  private ProcessCpu() {}

  /** What all its threads have used so far, those that ended too, in nanoseconds. */
  static long nanos() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment secondsAndNanos = arena.allocate(ValueLayout.JAVA_LONG, 2);
      if ((int) CLOCK_GETTIME.invokeExact(CLOCK, secondsAndNanos) != 0) {
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
