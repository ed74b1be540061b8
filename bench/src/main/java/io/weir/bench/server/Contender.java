package io.weir.bench.server;

import java.nio.file.Path;
import java.util.Map;

/** A kind of server with a Kafka port that the bench can start and load. */
public sealed interface Contender permits ApacheKafka, Weir {
  /** Its name in tables: one lowercase word. */
  String name();

  /** What it is: name, version, and the flags it runs with, in a line. */
  String description();

  /**
   * Makes an empty directory ready for one server: configuration, formatted storage. Nothing of
   * this is measured.
   *
   * @return how to start that server
   */
  Launch prepare(Path directory, Workplace workplace);

  /** The settings, by Kafka's CreateTopics, of a topic with this durability. */
  Map<String, String> topicSettings(Durability durability);
}
