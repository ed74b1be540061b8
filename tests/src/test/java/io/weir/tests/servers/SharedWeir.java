package io.weir.tests.servers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Weirs that client suites share, and the one place from which they get theirs: a suite that
 * takes part in this runs for two tenants side by side, too. Each is started when it is first asked
 * for, and lives as long as the tests; nobody stops it.
 */
public enum SharedWeir {
  /**
   * As nobody has configured it; but the suites write messages of 1970, and nobody looks for what
   * is too old to be kept while they read them.
   */
  STANDARD {
    @Override
    public WeirSetup setup() {
      return new WeirSetup("weir").log("retentionCheckMillis: 86400000");
    }
  },
  /** Which looks all the time for what is no longer kept. */
  COMPACTING {
    @Override
    public WeirSetup setup() {
      return new WeirSetup("compaction").log("retentionCheckMillis: 50");
    }
  };

  private @Nullable Addresses addresses;

  private record Addresses(String kafka, int amqp, String http) {}

  /** What is said of it, but for its listeners. */
  public abstract WeirSetup setup();

  /** Its bootstrap address for Kafka clients. */
  public String kafka() {
    return addresses().kafka;
  }

  /** Where it listens for AMQP 0-9-1, on loopback. */
  public int amqp() {
    return addresses().amqp;
  }

  /** The root of its HTTP interface, without a slash at the end. */
  public String http() {
    return addresses().http;
  }

  /** What tells a JVM that runs on one side to find it on these ports instead of starting it. */
  public List<String> at(int kafkaPort, int amqpPort, int httpPort) {
    return List.of(
        "-D%s=127.0.0.1:%d".formatted(property("kafka"), kafkaPort),
        "-D%s=%d".formatted(property("amqp"), amqpPort),
        "-D%s=http://127.0.0.1:%d".formatted(property("http"), httpPort));
  }

  private synchronized Addresses addresses() {
    Addresses known = addresses;
    if (known == null) {
      known = Side.isAlone() ? start() : told();
      addresses = known;
    }
    return known;
  }

  private Addresses start() {
    WeirProcess weir = setup().start();
    return new Addresses(weir.kafka(), weir.amqpPort(), weir.http());
  }

  private Addresses told() {
    return new Addresses(
        System.getProperty(property("kafka")),
        Integer.getInteger(property("amqp")),
        System.getProperty(property("http")));
  }

  private String property(String protocol) {
    return "weir.shared." + name() + "." + protocol;
  }
}
