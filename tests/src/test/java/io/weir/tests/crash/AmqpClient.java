package io.weir.tests.crash;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client of RabbitMQ that connects again when its server is gone, with a channel. A server that
 * ends a connection or a channel with words is at fault. Used by one thread.
 */
abstract class AmqpClient implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;

  private final ConnectionFactory factory = new ConnectionFactory();
  private final String name;
  final QueueLedger ledger;
  private @Nullable Connection connection;
  private @Nullable Channel channel;

  AmqpClient(String name, int port, QueueLedger ledger) {
    this.name = name;
    this.ledger = ledger;
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    factory.setConnectionTimeout(2_000);
  }

  /** Does something on a channel, or nothing while there is none. */
  final void turn() throws InterruptedException {
    try {
      Channel open = channel;
      if (open == null || !open.isOpen()) {
        open = connect();
      }
      turn(open);
    } catch (IOException | TimeoutException | AlreadyClosedException down) {
      look(down);
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private Channel connect() throws IOException, TimeoutException {
    close();
    Connection fresh = factory.newConnection(name);
    connection = fresh;
    Channel open = fresh.createChannel();
    open.addShutdownListener(this::look);
    begin(open);
    channel = open;
    return open;
  }

  /** A connection that was cut says nothing; whoever says something had a reason. */
  private void look(Throwable cause) {
    Throwable signal = cause instanceof ShutdownSignalException ? cause : cause.getCause();
    if (signal instanceof ShutdownSignalException ended
        && ended.getReason() != null
        && !ended.isInitiatedByApplication()) {
      ledger.fault("%s: %s", name, ended.getReason());
    }
  }

  /** A channel is new. */
  abstract void begin(Channel fresh) throws IOException;

  abstract void turn(Channel open) throws IOException, InterruptedException;

  @Override
  public void close() {
    Connection left = connection;
    if (left != null) {
      left.abort(1_000);
    }
  }
}
