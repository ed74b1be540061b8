package io.weir.tests.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Threads that go on until they are told to stop; whatever one of them throws is a fault. */
public final class Load {
  /** One turn of a thread's work. */
  public interface Turn {
    void run() throws Exception;
  }

  private final Consumer<String> faults;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param faults is told of threads that ended before their time, by those threads
   */
  public Load(Consumer<String> faults) {
    this.faults = faults;
  }

  /** Starts a thread that takes one turn after the other. */
  public void start(String name, Turn turn) {
    start(name, Duration.ZERO, turn);
  }

  /**
   * Starts a thread.
   *
   * @param pause between two turns, so that the load is not more than is wanted
   */
  public void start(String name, Duration pause, Turn turn) {
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(
                () -> {
                  try {
                    do {
                      turn.run();
                    } while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS));
                  } catch (Exception | Error e) {
                    faults.accept(name + " ended: " + e);
                  }
                }));
  }

  public boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Tells all to stop, and waits until they have. */
  public void stop() throws InterruptedException {
    stopped.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
