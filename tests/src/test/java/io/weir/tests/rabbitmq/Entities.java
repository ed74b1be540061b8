package io.weir.tests.rabbitmq;

import java.util.concurrent.atomic.AtomicInteger;

/** Names of queues and exchanges that no other test has. */
final class Entities {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Entities() {}

  static String newName(String name) {
    return name + "-" + COUNT.incrementAndGet();
  }
}
