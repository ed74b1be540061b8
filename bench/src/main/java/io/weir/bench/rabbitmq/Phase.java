package io.weir.bench.rabbitmq;

import io.weir.bench.result.Machine;
import io.weir.bench.server.Server;
import java.util.function.LongSupplier;

/** What a server, who loads it and everything else use from its creation to its end. */
final class Phase {
  private final Server server;
  private final LongSupplier generator;
  private final double atStart;
  private final double serverAtStart;
  private final double generatorAtStart;
  private final double machineAtStart;
  private double seconds;
  private double serverCpu;
  private double generatorCpu;
  private double machineCpu;

  /**
   * Begins.
   *
   * @param generator the CPU time that who loads the server has used so far, in nanoseconds
   */
  Phase(Server server, LongSupplier generator) {
    this.server = server;
    this.generator = generator;
    atStart = now();
    machineAtStart = Machine.busySeconds();
    serverAtStart = server.cpu().toNanos() / 1e9;
    generatorAtStart = generator.getAsLong() / 1e9;
  }

  /** Ends; returns this. */
  Phase end() {
    generatorCpu = generator.getAsLong() / 1e9 - generatorAtStart;
    serverCpu = server.cpu().toNanos() / 1e9 - serverAtStart;
    machineCpu = Machine.busySeconds() - machineAtStart;
    seconds = now() - atStart;
    return this;
  }

  /** Seconds of the server's CPU for a million, when there were so many. */
  double perMillion(long count) {
    return serverCpu * 1e6 / count;
  }

  /** So many a second. */
  double rate(long count) {
    return count / seconds;
  }

  /** The server's share of one core, in per cent. */
  double serverShare() {
    return 100 * serverCpu / seconds;
  }

  /** The same of who loads it. */
  double generatorShare() {
    return 100 * generatorCpu / seconds;
  }

  /** The same of everything else on the machine. */
  double othersShare() {
    return 100 * (machineCpu - serverCpu - generatorCpu) / seconds;
  }

  private static double now() {
    return System.nanoTime() / 1e9;
  }
}
