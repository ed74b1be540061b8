package io.weir.bench.rabbitmq;

import com.sun.management.ThreadMXBean;
import io.weir.bench.log.Trial;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Metric.Better;
import io.weir.bench.server.BenchException;
import io.weir.core.route.AddressTree;
import io.weir.core.route.Answer;
import io.weir.core.route.Binding;
import io.weir.core.route.Destination;
import io.weir.core.route.Envelope;
import io.weir.core.route.Exchange;
import io.weir.core.route.ExchangeType;
import io.weir.core.route.Topology;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Weir's router on its own, in this process: an exchange of type topic with ten, a thousand and a
 * hundred thousand bindings, to a thousand queues at most, and publications of which each fits one
 * of them.
 */
public final class RouterTrial implements Trial {
  static final Metric TIME = Metric.verdict("CPU, routing", "ns/publication", 0);
  static final Metric BYTES =
      Metric.compared("allocated, routing", "bytes/publication", 0, Better.LOWER);

  private static final String EXCHANGE = "readings";
  private static final int MOST_QUEUES = 1_000;
  private static final int SITES = 100;
  private static final int KEYS = 1_000;

  private static final List<Integer> BINDINGS = List.of(10, 1_000, 100_000);

  private final List<Routing> routings = BINDINGS.stream().map(Routing::of).toList();
  private final double seconds;

  /** Of so many seconds a turn. */
  public RouterTrial(double seconds) {
    this.seconds = seconds;
  }

  /** A topology, and what is published to it. */
  private record Routing(Topology topology, List<Envelope> publications) {
    static Routing of(int bindings) {
      Topology made =
          changed(
              Topology.EMPTY.declare(Exchange.durable(EXCHANGE, new ExchangeType.Topic(false))));
      for (int i = 0; i < Math.min(MOST_QUEUES, bindings); i++) {
        made = made.withQueue("q" + i, true);
      }
      for (int i = 0; i < bindings; i++) {
        Destination queue = Destination.queue("q" + i % MOST_QUEUES);
        made = changed(made.bind(Binding.of(EXCHANGE, queue, key(i, "*"))));
      }
      return new Routing(made, publications(bindings));
    }

    /** Spread over all bindings, neighbours not after one another. */
    private static List<Envelope> publications(int bindings) {
      return IntStream.range(0, KEYS)
          .mapToObj(i -> Envelope.of(key((int) (i * 7_919L % bindings), "temperature")))
          .toList();
    }

    private static String key(int i, String last) {
      return "site" + i % SITES + ".device" + i + "." + last;
    }

    void all() {
      for (Envelope publication : publications) {
        int queues = topology.route(EXCHANGE, publication, AddressTree.NOBODY).queues().size();
        if (queues != 1) {
          throw new BenchException("A publication went to " + queues + " queues instead of one");
        }
      }
    }

    private static Topology changed(Answer answer) {
      if (answer instanceof Answer.Changed(var change)) {
        return change.topology();
      }
      throw new BenchException("The router answered " + answer);
    }
  }

  @Override
  public String title() {
    return "Weir's router alone, bindings of one topic exchange";
  }

  @Override
  public List<String> points() {
    return BINDINGS.stream().map(n -> String.format(Locale.ROOT, "%,d bindings", n)).toList();
  }

  @Override
  public boolean isCompared() {
    return true;
  }

  /** Routes for so long, on this thread. */
  @Override
  public Measurements turn(int point) {
    Routing routing = routings.get(point);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long count = 0;
    long allocated = -threads.getCurrentThreadAllocatedBytes();
    long cpu = -threads.getCurrentThreadCpuTime();
    while (System.nanoTime() < end) {
      routing.all();
      count += KEYS;
    }
    cpu += threads.getCurrentThreadCpuTime();
    allocated += threads.getCurrentThreadAllocatedBytes();
    return new Measurements()
        .with(TIME, (double) cpu / count)
        .with(BYTES, (double) allocated / count);
  }

  @Override
  public void close() {
    // There is nothing but memory.
  }
}
