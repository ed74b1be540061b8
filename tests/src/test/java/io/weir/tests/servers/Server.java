package io.weir.tests.servers;

import org.jspecify.annotations.Nullable;

/**
 * What a Kafka client is tested against: Weir, and the broker whose behaviour it has come to
 * expect. A test that takes a server holds for both, word for word. Each is started when it is
 * first asked for, and lives as long as the tests.
 */
public enum Server {
  WEIR {
    @Override
    public String kafka() {
      return weir().kafka();
    }
  },
  KAFKA {
    @Override
    public String kafka() {
      return broker().kafka();
    }
  };

  private static @Nullable WeirProcess weir;
  private static @Nullable KafkaBroker broker;

  /** The bootstrap address for Kafka clients. */
  public abstract String kafka();

  /** The Weir that all tests share; nobody stops it. */
  public static synchronized WeirProcess weir() {
    WeirProcess running = weir;
    if (running == null) {
      running = new WeirSetup("weir").start();
      weir = running;
    }
    return running;
  }

  private static synchronized KafkaBroker broker() {
    KafkaBroker running = broker;
    if (running == null) {
      running = KafkaBroker.start();
      broker = running;
    }
    return running;
  }
}
