package io.weir.bench.tenants;

import io.weir.bench.load.Histogram;
import io.weir.bench.load.Latencies;
import io.weir.bench.load.Pace;
import java.io.IOException;
import java.util.Random;

/** One tenant after another that connects, logs in and leaves, ten a second, until it is closed. */
final class Logins implements AutoCloseable {
  private static final int RATE = 10;

  private final Histogram times = new Histogram();
  private volatile String firstError = "";
  private final Thread thread;
  private volatile boolean closed;
  private int errors;

  /** Begins at once. */
  Logins(TenantServer server) {
    thread = Thread.ofPlatform().start(() -> run(server));
  }

  private void run(TenantServer server) {
    var pace = new Pace(RATE);
    var random = new Random(RATE);
    while (!closed) {
      long start = pace.await();
      String user = TenantFiles.login(random.nextInt(server.tenants()));
      try (KafkaLink link = KafkaLink.connect(Loopback.OTHERS, server.credentials().kafka())) {
        link.login(user, TenantFiles.PASSWORD);
        times.add(System.nanoTime() - start);
      } catch (IOException e) {
        if (errors++ == 0) {
          firstError = "a login failed: " + e.getMessage();
        }
      }
    }
  }

  /** Once closed. */
  Latencies latencies() {
    return times.latencies();
  }

  /** How many failed, once closed. */
  int errors() {
    return errors;
  }

  /** In words; empty if there was none. */
  String firstError() {
    return firstError;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
