package io.weir.embedded.simulation;

import io.weir.embedded.storage.Storage.ExhaustedException;
import io.weir.embedded.storage.Storage.NoSpaceException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/**
 * When the disk under one thread of the log fails. Each thread has its own: which operation of the
 * one comes before which of the other is nobody's choice, so that counting them together would make
 * runs differ.
 */
public final class SimulatedFaults {
  /** What the log asks of a disk. */
  public enum Operation {
    WRITE,
    FORCE,
    CREATE,
    RENAME,
    INDEX,
    TRUNCATE
  }

  /** How an operation fails. */
  public enum Fault {
    ERROR,
    NO_SPACE,
    EXHAUSTED
  }

  /** What an operation throws once the process or the power is gone. */
  static final class Gone extends IOException {
    private static final long serialVersionUID = 1L;

    /** Whether it was this very operation in which it went. */
    final boolean during;

    Gone(boolean during) {
      super("the simulated machine is gone");
      this.during = during;
    }
  }

  final SplittableRandom random;
  private final Map<Operation, Fault> next = new EnumMap<>(Operation.class);
  private long operationsLeft = Long.MAX_VALUE;
  private Operation held;
  private CountDownLatch reached = new CountDownLatch(0);
  private CountDownLatch released = new CountDownLatch(0);

  SimulatedFaults(SplittableRandom random) {
    this.random = random;
  }

  /** The machine goes down in the operation after so many. */
  public synchronized void dieAfter(long operations) {
    operationsLeft = operations;
  }

  public synchronized boolean isGone() {
    return operationsLeft < 0;
  }

  synchronized boolean isDoomed() {
    return operationsLeft != Long.MAX_VALUE;
  }

  /** Whether something is going to fail. */
  synchronized boolean isFailing() {
    return !next.isEmpty();
  }

  synchronized boolean isCalm() {
    return !isFailing() && !isDoomed();
  }

  public synchronized void failNext(Operation operation, Fault fault) {
    next.put(operation, fault);
  }

  /** A machine that is switched on again. */
  public synchronized void clear() {
    next.clear();
    operationsLeft = Long.MAX_VALUE;
  }

  /** The next operation of this kind waits until it is let go. */
  public synchronized void hold(Operation operation) {
    held = operation;
    reached = new CountDownLatch(1);
    released = new CountDownLatch(1);
  }

  public CountDownLatch reached() {
    return reached;
  }

  public synchronized void letGo() {
    held = null;
    released.countDown();
  }

  /** Comes back if the operation goes well. */
  void check(Operation operation) throws IOException {
    pass(operation);
    synchronized (this) {
      if (operationsLeft != Long.MAX_VALUE && --operationsLeft < 0) {
        throw new Gone(operationsLeft == -1);
      }
      Fault fault = next.remove(operation);
      if (fault != null) {
        throw switch (fault) {
          case ERROR -> new IOException("the simulated disk does not answer");
          case NO_SPACE -> new NoSpaceException("No space left on the simulated disk");
          case EXHAUSTED -> new ExhaustedException("Too many open files on the simulated disk");
        };
      }
    }
  }

  private void pass(Operation operation) throws IOException {
    CountDownLatch gate;
    synchronized (this) {
      if (operation != held) {
        return;
      }
      held = null;
      gate = released;
      reached.countDown();
    }
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
