package io.weir.tests.differential;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.ContentAssembler;
import io.weir.amqp091.codec.ContentHeader;
import io.weir.amqp091.codec.FrameHandler;
import io.weir.amqp091.codec.Method;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived on a connection and nobody has looked at, by channels. One thread fills it,
 * another takes.
 */
final class Inbox implements FrameHandler {
  /** For what has to come. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final Map<Integer, ContentAssembler> assemblers = new HashMap<>();
  private final Map<Integer, Deque<Received>> arrived = new HashMap<>();
  private int heartbeats;

  /** Whether the server closes the connection, which may have been taken. */
  private boolean closing;

  private boolean ended;

  @Override
  public void method(int channel, Method method) {
    assembler(channel).method(method);
    if (!method.hasContent()) {
      put(channel, new Received.Told(method));
    }
  }

  @Override
  public void contentHeader(int channel, ContentHeader header) {
    put(channel, assembler(channel).header(header));
  }

  @Override
  public void body(int channel, ByteBuf body) {
    put(channel, assembler(channel).body(body));
  }

  @Override
  public synchronized void heartbeat() {
    heartbeats++;
    notifyAll();
  }

  private ContentAssembler assembler(int channel) {
    return assemblers.computeIfAbsent(channel, number -> new ContentAssembler());
  }

  private void put(int channel, @Nullable Content content) {
    if (content != null) {
      byte[] body = ByteBufUtil.getBytes(content.body());
      content.body().release();
      put(channel, new Received.Brought(content.method(), content.properties(), body));
    }
  }

  synchronized void put(int channel, Received received) {
    closing |= isEnd(received);
    queue(channel).add(received);
    notifyAll();
  }

  private static boolean isEnd(Received received) {
    return received instanceof Received.Told(var method)
        && method instanceof ConnectionMethod.Close;
  }

  /** Nothing further will arrive. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Whether the server has closed the connection, or said that it does. */
  synchronized boolean isOver() {
    return closing || ended;
  }

  private Deque<Received> queue(int channel) {
    return arrived.computeIfAbsent(channel, number -> new ArrayDeque<>());
  }

  /** The next of a channel, for which this waits. */
  synchronized Received next(int channel) {
    return await(
        () -> {
          Received next = queue(channel).poll();
          if (next == null) {
            requireMore();
          }
          return next;
        });
  }

  /** Nobody is to wait in vain. */
  private void requireMore() {
    Received told = queue(0).peek();
    if (told != null && isEnd(told)) {
      throw new Mismatch("on channel 0 came " + told.text());
    }
    if (ended) {
      throw new Mismatch("the server hung up");
    }
  }

  /** A sign of life, for which this waits. */
  synchronized void nextHeartbeat() {
    await(
        () -> {
          if (heartbeats == 0) {
            requireMore();
            return null;
          }
          return heartbeats--;
        });
  }

  /** The end, for which this waits; what arrives before it stays. */
  synchronized void awaitEnd() {
    await(() -> ended ? Boolean.TRUE : null);
  }

  private <T> T await(Supplier<@Nullable T> look) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      T found = look.get();
      if (found != null) {
        return found;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new Mismatch("nothing came for " + PATIENCE);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** All that nobody has looked at. */
  synchronized List<Received> rest() {
    List<Received> rest = new ArrayList<>();
    arrived.values().forEach(rest::addAll);
    return rest;
  }
}
