package io.weir.tests.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Threads that go on until they are told to stop; whatever one of them throws is a fault. */
public final class Load {
  /** One turn of a thread's work. */
  public interface Turn {
    void run() throws Exception;
  }

  private final Consumer<String> faults;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param faults is told of threads that ended before their time, by those threads
   */
  public Load(Consumer<String> faults) {
    this.faults = faults;
  }

  /** Starts a thread. */
  public void start(String name, Turn turn) {
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
                    faults.accept(name + " ended: " + e);
                  }
                }));
  }

  public boolean isStopped() {
    return stopped.get();
  }

  /** Tells all to stop, and waits until they have. */
  public void stop() throws InterruptedException {
    stopped.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
