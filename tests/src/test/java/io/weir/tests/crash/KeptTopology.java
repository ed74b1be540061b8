package io.weir.tests.crash;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;

/**
 * Declares durable and other queues, exchanges and bindings before each kill, deletes some, and
 * looks afterwards for what has to be there and what has to be gone. Used by one thread.
 */
final class KeptTopology {
  private static final String EXCHANGE = "kept";
  private static final String FLEETING = "fleeting";

  private final ConnectionFactory factory = new ConnectionFactory();
  private final QueueLedger ledger;
  private final TreeSet<Integer> kept = new TreeSet<>();
  private final TreeSet<Integer> deleted = new TreeSet<>();
  private int next;

  /** Something that is asked of a channel. */
  private interface Asked {
    void of(Channel channel) throws IOException;
  }

  KeptTopology(int port, QueueLedger ledger) {
    this.ledger = ledger;
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
  }

  /** Whose connection is cut by the kill, so that what is exclusive is gone by nothing else. */
  Connection change() throws Exception {
    Connection connection = factory.newConnection("topology");
    Channel channel = connection.createChannel();
    channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
    for (String type : new String[] {"classic", "quorum"}) {
      channel.queueDeclare(name(next), true, false, false, Map.of("x-queue-type", type));
      channel.queueBind(name(next), EXCHANGE, "to." + next + ".#");
      kept.add(next++);
    }
    if (kept.size() > 4) {
      int going = kept.removeFirst();
      channel.queueDelete(name(going));
      deleted.add(going);
    }
    channel.exchangeDeclare(FLEETING, BuiltinExchangeType.FANOUT, false);
    channel.queueDeclare(FLEETING, false, false, false, null);
    channel.queueDeclare("exclusive", false, true, false, null);
    channel.exchangeBind(FLEETING, EXCHANGE, "#"); // goes with the exchange
    return connection;
  }

  /** Looks for all of it. */
  void check() throws Exception {
    try (Connection connection = factory.newConnection("look")) {
      for (int each : kept) {
        try (Channel channel = connection.createChannel()) {
          channel.queueDeclarePassive(name(each));
          channel.confirmSelect();
          channel.addReturnListener(
              returned -> ledger.fault("%s is not bound any more", name(each)));
          channel.basicPublish(EXCHANGE, "to." + each + ".x", true, null, new byte[0]);
          channel.waitForConfirmsOrDie(30_000);
        }
      }
      for (int each : deleted) {
        gone(connection, name(each), channel -> channel.queueDeclarePassive(name(each)));
      }
      gone(connection, "the queue", channel -> channel.queueDeclarePassive(FLEETING));
      gone(connection, "the exclusive one", channel -> channel.queueDeclarePassive("exclusive"));
      gone(connection, "the exchange", channel -> channel.exchangeDeclarePassive(FLEETING));
    }
  }

  private void gone(Connection connection, String what, Asked asked) throws IOException {
    Channel channel = connection.createChannel();
    try {
      asked.of(channel);
      ledger.fault("%s is there again", what);
      channel.abort();
    } catch (IOException notFound) {
      String why = String.valueOf(notFound.getCause());
      if (!why.contains("reply-code=404")) {
        ledger.fault("%s: %s", what, why);
      }
    }
  }

  private static String name(int number) {
    return "kept-" + number;
  }
}
