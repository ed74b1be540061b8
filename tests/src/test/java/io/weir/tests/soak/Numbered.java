package io.weir.tests.soak;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Messages that are known by their number, with which their body begins. */
final class Numbered {
  private static final int AT_ONCE = 5_000;
  private static final long PATIENCE_MILLIS = 60_000;

  private Numbered() {}

  /** Publishes numbers from 0, and returns when all are confirmed. */
  static void publish(Channel channel, String queue, long count, int bytes) throws Exception {
    channel.confirmSelect();
    for (long number = 0; number < count; number++) {
      channel.basicPublish(
          "", queue, MessageProperties.MINIMAL_PERSISTENT_BASIC, body(number, bytes));
      if (number % AT_ONCE == AT_ONCE - 1) {
        channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
      }
    }
    channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
  }

  static byte[] body(long number, int bytes) {
    return ByteBuffer.allocate(bytes).putLong(0, number).array();
  }

  static long number(Delivery delivery) {
    return ByteBuffer.wrap(delivery.getBody()).getLong();
  }

  /** A consumer whose deliveries wait to be taken; never more than fit. */
  static BlockingQueue<Delivery> consume(Channel channel, String queue, int prefetch)
      throws IOException {
    channel.basicQos(prefetch);
    BlockingQueue<Delivery> came = new ArrayBlockingQueue<>(prefetch);
    channel.basicConsume(
        queue,
        false,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            came.add(new Delivery(envelope, properties, body));
          }
        });
    return came;
  }

  /** The next one. */
  static Delivery next(BlockingQueue<Delivery> came) throws InterruptedException {
    Delivery next = came.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("nothing came in " + PATIENCE_MILLIS + " ms");
    }
    return next;
  }
}
