package io.weir.bench.rabbitmq;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is published, how, and who takes it. */
public enum Scenario {
  QUORUM_12("quorum-12", Queues.QUORUM, 12, 1),
  QUORUM_1K("quorum-1k", Queues.QUORUM, 1024, 1),
  QUORUM_64K("quorum-64k", Queues.QUORUM, 65_536, 1),
  QUORUM_10X10("quorum-10x10", Queues.QUORUM, 1024, 10),
  CLASSIC_12("classic-12", Queues.CLASSIC, 12, 1),
  CLASSIC_1K("classic-1k", Queues.CLASSIC, 1024, 1),
  CLASSIC_64K("classic-64k", Queues.CLASSIC, 65_536, 1),
  CLASSIC_10X10("classic-10x10", Queues.CLASSIC, 1024, 10),
  PREFETCH_1("prefetch-1", Queues.CLASSIC, 1024, 1),
  TRANSIENT_12("transient-12", Queues.TRANSIENT, 12, 1),
  TRANSIENT_1K("transient-1k", Queues.TRANSIENT, 1024, 1),
  TRANSIENT_64K("transient-64k", Queues.TRANSIENT, 65_536, 1),
  TRANSIENT_10X10("transient-10x10", Queues.TRANSIENT, 1024, 10),
  FANOUT("fanout", Queues.TRANSIENT, 1024, 1),
  /** Calls with direct reply-to, one after the other. */
  RPC("rpc", Queues.TRANSIENT, 12, 1),
  /** Persistent messages that nobody takes until all are there. */
  DRAIN("drain", Queues.CLASSIC, 12, 1),
  /** Weir's router alone; there is nothing to compare it with. */
  ROUTER("router", Queues.TRANSIENT, 0, 1);

  private static final int FANOUT_QUEUES = 10;
  private static final int PREFETCH = 200;
  private static final int MOST_UNCONFIRMED = 100;
  private static final int LARGE = 65_536;

  /** Queues, and how their messages come. */
  private enum Queues {
    /** Replicated, persistent, with confirms. */
    QUORUM,
    /** Durable, persistent, with confirms. */
    CLASSIC,
    /** Neither durable nor persistent, without confirms. */
    TRANSIENT
  }

  private final String label;
  private final Queues queues;
  private final int bytes;
  private final int pairs;

  Scenario(String label, Queues queues, int bytes, int pairs) {
    this.label = label;
    this.queues = queues;
    this.bytes = bytes;
    this.pairs = pairs;
  }

  /** How many messages a second are modest for every server, where the rate is fixed. */
  int rate() {
    return bytes == LARGE ? 250 : this == FANOUT ? 200 : 1_000;
  }

  /** How many messages the first, small turn publishes, before it is known how fast servers are. */
  public int firstCount() {
    return bytes == LARGE ? 500 : 5_000;
  }

  /** How many consumers get each message. */
  int deliveries() {
    return this == FANOUT ? FANOUT_QUEUES : 1;
  }

  /** The number next to one that producers can share evenly. */
  public int even(int count) {
    return Math.max(1, count / pairs) * pairs;
  }

  /** The queues that a run declares. */
  List<String> queues(String name) {
    var all = new ArrayList<String>();
    for (int i = 1; i <= queueCount(); i++) {
      all.add(queueCount() == 1 ? name : name + "-" + i);
    }
    return all;
  }

  /**
   * PerfTest's arguments for so many messages in all, {@link #even}, at full speed.
   *
   * @param name of the queue, and what begins the names of several; of the exchange of a fan-out
   */
  List<String> arguments(int port, String name, int count) {
    var all = new ArrayList<String>(common(port));
    if (queueCount() == 1) {
      all.addAll(List.of("-u", name));
    } else {
      String last = Integer.toString(queueCount());
      all.addAll(List.of("-qp", name + "-%d", "-qpf", "1", "-qpt", last, "-y", last));
    }
    if (this == FANOUT) {
      all.addAll(List.of("-t", "fanout", "-e", name));
    }
    String each = Integer.toString(count / pairs);
    all.addAll(List.of("-x", Integer.toString(pairs), "-C", each, "-D", each));
    all.addAll(List.of("-q", Integer.toString(this == PREFETCH_1 ? 1 : PREFETCH)));
    if (queues != Queues.TRANSIENT) {
      all.addAll(List.of("-c", Integer.toString(MOST_UNCONFIRMED)));
    }
    return all;
  }

  /** The same at so many messages a second in all, for so long. */
  List<String> arguments(int port, String name, int rate, int seconds) {
    return with(arguments(port, name, even(rate * seconds)), "-r", Integer.toString(rate / pairs));
  }

  /** PerfTest's arguments to publish so many into a queue, without confirms and consumers. */
  List<String> fillArguments(int port, String name, int count) {
    return with(common(port), "-u", name, "-y", "0", "-C", Integer.toString(count));
  }

  /** PerfTest's arguments to take so many from a queue. */
  List<String> drainArguments(int port, String name, int count) {
    String prefetch = Integer.toString(PREFETCH);
    return with(common(port), "-u", name, "-x", "0", "-D", Integer.toString(count), "-q", prefetch);
  }

  private static List<String> with(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toList();
  }

  private List<String> common(int port) {
    var all =
        new ArrayList<>(
            List.of("-h", "amqp://guest:guest@127.0.0.1:%d/%%2f".formatted(port), "-d", "bench"));
    all.addAll(List.of("-s", Integer.toString(bytes), "-ad", "false"));
    if (queues != Queues.TRANSIENT) {
      all.addAll(List.of("-f", "persistent"));
    }
    if (queues == Queues.QUORUM) {
      all.add("-qq");
    }
    return all;
  }

  private int queueCount() {
    return this == FANOUT ? FANOUT_QUEUES : pairs;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return label;
  }
}
