package io.weir.amqp091.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.amqp091.TestServer;
import io.weir.amqp091.WireClient;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.ConfirmMethod;
import io.weir.amqp091.codec.ExchangeMethod;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.TxMethod;
import io.weir.testing.Leaks;
import io.weir.testing.LogLines;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a client sends, it is answered or refused: nothing is a defect, nothing leaks. */
@ExtendWith(Leaks.class)
class FuzzTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void randomBytesAreNoDefect() {
    Random random = new Random(1);
    try (var log = new LogLines("io.weir")) {
      for (int i = 0; i < 100; i++) {
        try (var client = WireClient.open(server.port())) {
          byte[] bytes = new byte[random.nextInt(1, 2_000)];
          random.nextBytes(bytes);
          bytes[0] = (byte) random.nextInt(1, 4);
          client.send(bytes);
        } catch (UncheckedIOException e) {
          // It was let go of before all was sent.
        }
      }
      alive();
      assertThat(log.errors()).isEmpty();
    }
  }

  @Test
  void methodsInAnyOrderAreNoDefect() {
    Random random = new Random(2);
    try (var log = new LogLines("io.weir")) {
      for (int i = 0; i < 100; i++) {
        try (var client = WireClient.open(server.port())) {
          int count = random.nextInt(1, 60);
          for (int j = 0; j < count; j++) {
            step(client, random);
          }
        } catch (UncheckedIOException e) {
          // Likewise.
        }
      }
      alive();
      assertThat(log.errors()).isEmpty();
    }
  }

  private static void alive() {
    try (var client = WireClient.open(server.port())) {
      client.send(1, new BasicMethod.Qos(0, 1, false));
      client.expect(1, BasicMethod.QosOk.class);
    }
  }

  private static void step(WireClient client, Random random) {
    int channel = random.nextInt(1, 4);
    if (random.nextInt(3) == 0) {
      client.publish(channel, name(random), BasicProperties.EMPTY, "body");
    } else {
      List<Method> methods = methods(random);
      client.send(channel, methods.get(random.nextInt(methods.size())));
    }
  }

  private static String name(Random random) {
    return "q" + random.nextInt(3);
  }

  private static List<Method> methods(Random random) {
    String name = name(random);
    boolean flag = random.nextBoolean();
    long tag = random.nextInt(5);
    return List.of(
        new ChannelMethod.Open(""),
        new ChannelMethod.Close(200, "", 0, 0),
        new ChannelMethod.CloseOk(),
        new ChannelMethod.Flow(true),
        new QueueMethod.Declare(0, name, flag, true, false, false, flag, Table.EMPTY),
        new QueueMethod.Declare(0, name, false, true, false, false, false, Table.EMPTY),
        new QueueMethod.Bind(0, name, "amq.direct", name, flag, Table.EMPTY),
        new QueueMethod.Unbind(0, name, "amq.direct", name, Table.EMPTY),
        new QueueMethod.Purge(0, name, flag),
        new QueueMethod.Delete(0, name, flag, false, false),
        new ExchangeMethod.Declare(0, name, "fanout", false, flag, false, false, flag, Table.EMPTY),
        new ExchangeMethod.Delete(0, name, flag, false),
        new BasicMethod.Qos(0, random.nextInt(3), flag),
        new BasicMethod.Consume(0, name, "", false, flag, false, false, Table.EMPTY),
        new BasicMethod.Cancel("t", flag),
        new BasicMethod.Get(0, name, flag),
        new BasicMethod.Ack(tag, flag),
        new BasicMethod.Nack(tag, flag, flag),
        new BasicMethod.Reject(tag, flag),
        new BasicMethod.Recover(true),
        new ConfirmMethod.Select(flag),
        new TxMethod.Select(),
        new TxMethod.Commit(),
        new TxMethod.Rollback());
  }
}
