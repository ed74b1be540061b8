package io.weir.tests.servers;

import org.jspecify.annotations.Nullable;

/**
 * Who answers clients of AMQP 0-9-1: RabbitMQ, which they have come to expect. Started when it is
 * first asked for, and lives as long as the tests.
 */
public enum AmqpServer {
  RABBITMQ(false) {
    @Override
    public int port() {
      return rabbitMq().port();
    }

    @Override
    public void operate(String order) {
      rabbitMq().operate(order);
    }
  };

  private static @Nullable RabbitMq rabbitMq;

  private final boolean recent;

  AmqpServer(boolean recent) {
    this.recent = recent;
  }

  /** Where it listens, on loopback. */
  public abstract int port();

  /**
   * Lets an operator do something: {@code alarm on}, {@code alarm off}, or {@code close
   * connections} with a reason.
   */
  public abstract void operate(String order);

  /** Whether it does what RabbitMQ has come to do since Debian's. */
  public boolean isRecent() {
    return recent;
  }

  private static synchronized RabbitMq rabbitMq() {
    RabbitMq running = rabbitMq;
    if (running == null) {
      running = RabbitMq.start();
      rabbitMq = running;
    }
    return running;
  }
}
