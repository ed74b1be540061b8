package io.weir.bench;

import io.weir.bench.server.Server;

/** What a server uses over a span, whose beginning and end other code chooses. */
final class ServerCpu {
  private final Server server;
  private double cpu;
  private double seconds;

  /** From now on. */
  ServerCpu(Server server) {
    this.server = server;
    start();
  }

  /** From now on, rather than before. */
  void start() {
    cpu = -used();
    seconds = -now();
  }

  /** Until now. */
  void stop() {
    cpu += used();
    seconds += now();
  }

  /** CPU seconds of all its threads, once stopped. */
  double cpu() {
    return cpu;
  }

  /** How long that was, in seconds, once stopped. */
  double seconds() {
    return seconds;
  }

  private double used() {
    return server.cpu().toNanos() / 1e9;
  }

  private static double now() {
    return System.nanoTime() / 1e9;
  }
}
