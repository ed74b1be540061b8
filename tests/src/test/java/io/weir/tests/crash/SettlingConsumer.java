package io.weir.tests.crash;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import io.weir.tests.crash.QueueLedger.Told;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The only consumer of a queue. As long as it is connected, it gets each message once, and those of
 * one publisher in their order.
 */
final class SettlingConsumer extends AmqpClient {
  private static final int PREFETCH = 100;

  private final String queue;
  private final boolean isTransactional;
  private Map<String, Long> last = new HashMap<>();
  private BlockingQueue<Delivery> came = new LinkedBlockingQueue<>();

  /**
   * @param isTransactional whether it settles in transactions, of which it knows when they are
   *     durable
   */
  SettlingConsumer(String queue, boolean isTransactional, int port, QueueLedger ledger) {
    super(queue, port, ledger);
    this.queue = queue;
    this.isTransactional = isTransactional;
  }

  @Override
  void begin(Channel fresh) throws IOException {
    last = new HashMap<>();
    BlockingQueue<Delivery> ofThis = new LinkedBlockingQueue<>();
    came = ofThis;
    if (isTransactional) {
      fresh.txSelect();
    }
    fresh.basicQos(PREFETCH);
    fresh.basicConsume(
        queue,
        false,
        new DefaultConsumer(fresh) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            ofThis.add(new Delivery(envelope, properties, body));
          }
        });
  }

  @Override
  void turn(Channel open) throws IOException, InterruptedException {
    Delivery first = came.poll(20, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    List<Delivery> some = new ArrayList<>(List.of(first));
    came.drainTo(some, PREFETCH / 2);
    List<Told> told = new ArrayList<>();
    for (Delivery delivery : some) {
      Told message = Told.of(delivery.getBody());
      look(message, delivery.getEnvelope().isRedeliver());
      told.add(message);
    }
    open.basicAck(some.getLast().getEnvelope().getDeliveryTag(), true);
    if (isTransactional) {
      open.txCommit();
      told.forEach(message -> ledger.settled(queue, message));
    }
  }

  private void look(Told message, boolean isRedelivered) {
    ledger.shown(queue, message, isRedelivered);
    Long before = last.put(message.stream(), message.number());
    if (before != null && before >= message.number()) {
      ledger.fault("%s: %s came behind number %d", queue, message, before);
    }
  }
}
