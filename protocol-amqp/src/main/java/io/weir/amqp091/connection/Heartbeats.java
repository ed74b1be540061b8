package io.weir.amqp091.connection;

import io.weir.amqp091.command.Loop;
import java.util.function.BooleanSupplier;

/**
 * Life signs (4.2.7): a heartbeat where nothing was sent for half of the agreed time, the end of a
 * client that is silent for twice that time. It is not counted while the client is not listened to.
 */
final class Heartbeats implements AutoCloseable {
  private static final int TICKS_PER_INTERVAL = 2;
  private static final int MISSED_INTERVALS = 2;
  private static final long NONE = -1;

  private final Loop loop;
  private final Output output;
  private final BooleanSupplier isListening;
  private final Runnable silent;
  private final long timer;
  private boolean received;
  private int missed;

  /**
   * @param seconds that are agreed upon; 0 for no heartbeats
   * @param isListening whether what the client sends is read now
   * @param silent called when the client has been silent for too long
   */
  Heartbeats(Loop loop, Output output, int seconds, BooleanSupplier isListening, Runnable silent) {
    this.loop = loop;
    this.output = output;
    this.isListening = isListening;
    this.silent = silent;
    this.timer = seconds == 0 ? NONE : loop.every(seconds * 1000L / TICKS_PER_INTERVAL, this::tick);
  }

  /** Bytes came, whatever they are. */
  void received() {
    received = true;
  }

  private void tick() {
    if (!output.takeWritten()) {
      output.heartbeat();
      output.takeWritten();
    }
    missed = received || !isListening.getAsBoolean() ? 0 : missed + 1;
    received = false;
    if (missed >= MISSED_INTERVALS * TICKS_PER_INTERVAL) {
      close();
      silent.run();
    }
  }

  @Override
  public void close() {
    if (timer != NONE) {
      loop.cancel(timer);
    }
  }
}
