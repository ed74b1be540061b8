package io.weir.bench.server;

import java.nio.file.Path;

/** A kind of server that the bench can start and load. */
public sealed interface Contender permits KafkaContender, RabbitMq {
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
}
