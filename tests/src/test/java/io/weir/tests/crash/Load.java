package io.weir.tests.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Threads that go on until they are told to stop; whatever one of them throws is a fault. */
final class Load {
  /** One turn of a thread's work. */
  interface Turn {
    void run() throws Exception;
  }

  private final Ledger ledger;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  Load(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Starts a thread. */
  void start(String name, Turn turn) {
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(
                () -> {
                  try {
                    while (!stopped.get()) {
                      turn.run();
                    }
                  } catch (Exception | Error e) {
                    ledger.fault("%s ended: %s", name, e);
                  }
                }));
  }

  boolean isStopped() {
    return stopped.get();
  }

  /** Tells all to stop, and waits until they have. */
  void stop() throws InterruptedException {
    stopped.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
