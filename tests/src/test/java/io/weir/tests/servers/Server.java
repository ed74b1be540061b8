package io.weir.tests.servers;

import java.util.List;
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
      return SharedWeir.STANDARD.kafka();
    }
  },
  KAFKA {
    @Override
    public String kafka() {
      return broker().kafka();
    }
  };

  private static @Nullable KafkaBroker broker;

  /** The bootstrap address for Kafka clients. */
  public abstract String kafka();

  /** Both, but for who runs beside another tenant: that is a matter between it and Weir. */
  static List<Server> all() {
    return Side.isAlone() ? List.of(values()) : List.of(WEIR);
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
