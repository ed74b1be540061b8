package io.weir.tests.servers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client of AMQP 0-9-1 is tested against: Weir, and RabbitMQ, whose behaviour it has come to
 * expect. A test that takes a server holds for both, word for word. Each is started when it is
 * first asked for, and lives as long as the tests.
 */
public enum AmqpServer {
  WEIR(true) {
    @Override
    public int port() {
      return Side.isAlone() ? weir().amqpPort() : SharedWeir.STANDARD.amqp();
    }

    @Override
    public void operate(String order) {
      new Operator(weir().admin()).operate(order);
    }
  },
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

  private static final User GUEST = new User("guest", "guest");

  private static @Nullable WeirProcess weir;
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

  /** What clients connect to: its address, and as whom they log in. */
  public String uri() {
    return Side.user().orElse(GUEST).amqp(port());
  }

  /** Both, but for who runs beside another tenant: that is a matter between it and Weir. */
  static List<AmqpServer> all() {
    return Side.isAlone() ? List.of(values()) : List.of(WEIR);
  }

  /** One that knows guest, and nobody else, as a new RabbitMQ does. */
  private static synchronized WeirProcess weir() {
    WeirProcess running = weir;
    if (running == null) {
      running =
          new WeirSetup("rabbitmq-clients")
              .listeners("- { name: local, ports: { amqp: <amqp>, admin: <admin> } }")
              .tenant("guests", file())
              .start();
      weir = running;
    }
    return running;
  }

  private static String file() {
    return """
    tenant: guests
    networks: [{ listener: local }]
    users: [{ name: %s, scram-sha-256: "%s" }]
    access: [{ allow: [publish, consume, manage], user: %s, exchange: "*", queue: "*" }]
    """
        .formatted(GUEST.name(), KeptPassword.of(GUEST.password(), "salt of guests"), GUEST.name());
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
