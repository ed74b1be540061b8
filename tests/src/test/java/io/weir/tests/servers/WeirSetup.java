package io.weir.tests.servers;

import java.util.ArrayList;
import java.util.List;

/**
 * A Weir to be started: what its {@code weir.yaml} says beyond its ports, and what its JVM gets.
 */
public final class WeirSetup {
  private final String name;
  private final List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC"));
  private final List<String> topics = new ArrayList<>();
  private String heap = "-Xmx256m";
  private String limits = "";
  private String backend = "";

  /**
   * @param name of the directory where it runs
   */
  public WeirSetup(String name) {
    this.name = name;
  }

  /** With an option for the JVM. */
  public WeirSetup option(String option) {
    options.add(option);
    return this;
  }

  public WeirSetup heap(String size) {
    heap = "-Xmx" + size;
    return this;
  }

  /** With a topic that is there from the start. */
  public WeirSetup topic(String topic, int partitions, String durability) {
    topics.add(
        "  - { name: %s, partitions: %d, durability: %s }"
            .formatted(topic, partitions, durability));
    return this;
  }

  /** With limits for each connection, as they stand between the braces. */
  public WeirSetup limits(String settings) {
    limits = settings;
    return this;
  }

  /** With settings of the embedded log, as they stand between the braces. */
  public WeirSetup log(String settings) {
    backend = ", " + settings;
    return this;
  }

  /** Starts it with an empty data directory, and waits until it serves. */
  public WeirProcess start() {
    WeirProcess process = new WeirProcess(this);
    process.restart();
    return process;
  }

  String name() {
    return name;
  }

  List<String> jvmOptions() {
    List<String> all = new ArrayList<>(options);
    all.add(heap);
    return all;
  }

  String yaml(String data, String ports) {
    return """
    data: %s
    backend: { type: embedded%s }
    listeners:
      - name: local
        bind: 127.0.0.1
        ports: { %s }
        anonymous: default
        limits: { %s }
    topics:%s
    """
        .formatted(
            data,
            backend,
            ports,
            limits,
            topics.isEmpty() ? " []" : "\n" + String.join("\n", topics));
  }
}
