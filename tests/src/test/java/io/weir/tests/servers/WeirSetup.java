package io.weir.tests.servers;

import io.weir.tests.programs.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Weir to be started: what its {@code weir.yaml} says beyond its ports, and what its JVM gets.
 */
public final class WeirSetup {
  private final String name;
  private final List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC"));
  private final List<String> topics = new ArrayList<>();
  private String heap = "-Xmx256m";
  private final Map<String, String> tenants = new LinkedHashMap<>();
  private String listeners =
      "  - { name: local, ports: { kafka: <kafka>, amqp: <amqp>, http: <http>, admin: <admin> }, anonymous: default, limits: { <limits> } }";
  private @Nullable Command under;
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

  /**
   * With other listeners than one that asks nobody for credentials: items of the list as they stand
   * in the file, in which {@code <kafka>}, {@code <amqp>}, {@code <http>} and {@code <admin>} are
   * the ports.
   */
  public WeirSetup listeners(String items) {
    listeners = items.indent(2).stripTrailing();
    return this;
  }

  /** With the file of a tenant. */
  public WeirSetup tenant(String tenant, String file) {
    tenants.put(tenant, file);
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

  /**
   * In another network than the tests: as an argument of this program, which runs it, and looks
   * whether it is ready by curl.
   */
  public WeirSetup under(Command program) {
    under = program;
    return this;
  }

  /** Starts it with an empty data directory, and waits until it serves. */
  public WeirProcess start() {
    if (!Side.isAlone()) {
      throw new IllegalStateException("a client suite takes its Weir from SharedWeir");
    }
    WeirProcess process = new WeirProcess(this);
    process.restart();
    return process;
  }

  @Nullable Command under() {
    return under;
  }

  String name() {
    return name;
  }

  List<String> jvmOptions() {
    List<String> all = new ArrayList<>(options);
    all.add(heap);
    return all;
  }

  Map<String, String> tenants() {
    return tenants;
  }

  String yaml(String data, int kafka, int amqp, int http, int admin) {
    return """
    data: %s
    backend: { type: embedded%s }
    listeners:
    %s
    topics:%s
    """
        .formatted(
            data,
            backend,
            listeners
                .replace("<kafka>", Integer.toString(kafka))
                .replace("<amqp>", Integer.toString(amqp))
                .replace("<http>", Integer.toString(http))
                .replace("<admin>", Integer.toString(admin))
                .replace("<limits>", limits),
            topics.isEmpty() ? " []" : "\n" + String.join("\n", topics));
  }
}
