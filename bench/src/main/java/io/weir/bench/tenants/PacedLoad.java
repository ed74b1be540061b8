package io.weir.bench.tenants;

import io.weir.bench.load.Histogram;
import io.weir.bench.load.Pace;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.ProcessCpu;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Publishes over many connections at a fixed rate, and times each answer from where {@link Pace}
 * starts its clock. One thread sends; each connection has a virtual thread that receives.
 */
final class PacedLoad implements AutoCloseable {
  private static final int MOST_UNANSWERED = 10_000;

  private final List<Lane> lanes;
  private final AtomicLong errors = new AtomicLong();
  private volatile String firstError = "";
  private final AtomicLong unanswered = new AtomicLong();

  /** Takes over the connections. */
  PacedLoad(List<? extends Link> links) {
    var made = new ArrayList<Lane>();
    links.forEach(link -> made.add(new Lane(link)));
    lanes = List.copyOf(made);
  }

  /**
   * What a turn found.
   *
   * @param lanes the answers of each connection, in the order of the connections
   * @param messages that were sent while it was measured
   * @param errors answers that were no, and connections that ended, the warm-up's too
   * @param firstError in words; empty if there was none
   * @param coreShare of this process while it was measured, above 1 if more than a core
   */
  record Result(
      List<Histogram> lanes, long messages, long errors, String firstError, double coreShare) {

    /** The answers on those connections whose index leaves this remainder. */
    Histogram every(int divisor, int remainder) {
      var sum = new Histogram();
      for (int i = remainder; i < lanes.size(); i += divisor) {
        sum.add(lanes.get(i));
      }
      return sum;
    }
  }

  /**
   * Publishes for a while, and returns once all is answered.
   *
   * @param rate messages a second
   * @param next the index of the connection that sends next
   * @param warmUpSeconds before what is measured begins
   * @param atStart is called when it begins
   * @param atEnd is called when it ends
   */
  Result run(
      int rate,
      IntSupplier next,
      double warmUpSeconds,
      double seconds,
      Runnable atStart,
      Runnable atEnd) {
    errors.set(0);
    firstError = "";
    lanes.forEach(Lane::clear);
    var pace = new Pace(rate);
    send(pace, (int) (rate * warmUpSeconds), next, false);
    atStart.run();
    long cpu = -ProcessCpu.nanos();
    long elapsed = -System.nanoTime();
    int messages = (int) (rate * seconds);
    send(pace, messages, next, true);
    elapsed += System.nanoTime();
    cpu += ProcessCpu.nanos();
    awaitAnswers();
    atEnd.run();
    return new Result(
        lanes.stream().map(Lane::taken).toList(),
        messages,
        errors.get(),
        firstError,
        (double) cpu / elapsed);
  }

  private void send(Pace pace, int messages, IntSupplier next, boolean measured) {
    for (int i = 0; i < messages; i++) {
      long start = pace.await();
      lanes.get(next.getAsInt()).send(new Sent(start, measured));
    }
  }

  private void awaitAnswers() {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (unanswered.get() > 0) {
      if (System.nanoTime() > limit) {
        throw new BenchException(unanswered.get() + " messages were never answered");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static BenchException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BenchException("Interrupted", e);
  }

  private void failed(String words) {
    if (errors.getAndIncrement() == 0) {
      firstError = words;
    }
  }

  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }

  private record Sent(long start, boolean measured) {}

  private final class Lane {
    private final Link link;
    private final BlockingQueue<Sent> sent = new ArrayBlockingQueue<>(MOST_UNANSWERED);
    private final Thread receiver;
    private Histogram answers = new Histogram();
    private volatile boolean ended;

    Lane(Link link) {
      this.link = link;
      this.receiver = Thread.ofVirtual().name("receiver").start(this::receive);
    }

    void send(Sent message) {
      if (ended) {
        failed("the connection had ended");
        return;
      }
      unanswered.incrementAndGet();
      try {
        sent.put(message);
        link.send();
      } catch (IOException e) {
        // Whoever receives finds it ended, too, and counts it.
        ended = true;
        link.close();
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }

    private void receive() {
      try {
        while (true) {
          Sent message = sent.take();
          try {
            if (!ended) {
              link.receive();
              answered(message);
            } else {
              failed("the connection had ended");
            }
          } catch (RefusedException e) {
            failed(String.valueOf(e.getMessage()));
          } catch (IOException | RuntimeException e) {
            ended = true;
            failed(e.toString());
          } finally {
            unanswered.decrementAndGet();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void answered(Sent message) {
      if (message.measured()) {
        answers.add(System.nanoTime() - message.start());
      }
    }

    synchronized void clear() {
      answers = new Histogram();
    }

    synchronized Histogram taken() {
      return answers;
    }

    void close() {
      receiver.interrupt();
      link.close();
    }
  }
}
