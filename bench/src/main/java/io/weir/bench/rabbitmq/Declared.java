package io.weir.bench.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.weir.bench.server.BenchException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A connection that takes away what runs have declared. */
final class Declared implements AutoCloseable {
  private final Connection connection;

  Declared(int port) {
    try {
      var factory = new ConnectionFactory();
      factory.setHost("127.0.0.1");
      factory.setPort(port);
      connection = factory.newConnection("declared");
    } catch (IOException | TimeoutException e) {
      throw new BenchException("Cannot connect: " + e, e);
    }
  }

  /** Deletes queues and an exchange, those that there are. */
  void delete(List<String> queues, String exchange) {
    try (Channel channel = connection.createChannel()) {
      for (String queue : queues) {
        channel.queueDelete(queue);
      }
      channel.exchangeDelete(exchange);
    } catch (IOException | TimeoutException e) {
      throw new BenchException("Cannot delete " + queues + ": " + e, e);
    }
  }

  @Override
  public void close() {
    connection.abort();
  }
}
