package io.weir.bench.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.weir.bench.load.Histogram;
import io.weir.bench.server.BenchException;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls with direct reply-to: a caller that waits for each answer before the next call, and who
 * answers, each with a connection of its own, both in this process.
 */
final class Calls implements AutoCloseable {
  private static final String REPLY_TO = "amq.rabbitmq.reply-to";
  private static final int ANSWER_SECONDS = 10;
  private static final byte[] BODY = new byte[12];

  private final Connection caller;
  private final Connection callee;
  private final Channel calling;
  private final String queue;
  private final BlockingQueue<Long> answers = new ArrayBlockingQueue<>(1);

  /** Connects both; who answers waits at a queue that goes when it does. */
  Calls(int port) {
    try {
      var factory = new ConnectionFactory();
      factory.setHost("127.0.0.1");
      factory.setPort(port);
      caller = factory.newConnection("caller");
      callee = factory.newConnection("callee");
      Channel answering = callee.createChannel();
      queue = answering.queueDeclare().getQueue();
      answering.basicConsume(
          queue,
          true,
          (tag, call) ->
              answering.basicPublish("", call.getProperties().getReplyTo(), null, call.getBody()),
          tag -> {});
      calling = caller.createChannel();
      calling.basicConsume(
          REPLY_TO, true, (tag, answer) -> answers.add(System.nanoTime()), tag -> {});
    } catch (IOException | TimeoutException e) {
      throw new BenchException("No calls: " + reason(e), e);
    }
  }

  /**
   * Calls for so long.
   *
   * @return how long each took, from its publication to its answer
   * @throws BenchException if there is no answer
   */
  Histogram run(double seconds) {
    var latencies = new Histogram();
    var call = new BasicProperties.Builder().replyTo(REPLY_TO).build();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    try {
      for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
        calling.basicPublish("", queue, call, BODY);
        Long answered = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (answered == null) {
          throw new BenchException("A call had no answer in %d s".formatted(ANSWER_SECONDS));
        }
        latencies.add(answered - start);
      }
      return latencies;
    } catch (IOException e) {
      throw new BenchException("A call failed: " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted", e);
    }
  }

  /** What the server said when it closed the channel is in the cause. */
  private static Throwable reason(Exception e) {
    return e.getCause() == null ? e : e.getCause();
  }

  @Override
  public void close() {
    caller.abort();
    callee.abort();
  }
}
