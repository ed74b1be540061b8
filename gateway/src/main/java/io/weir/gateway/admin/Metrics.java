package io.weir.gateway.admin;

import io.weir.backend.Measure;
import io.weir.core.event.Event;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.Endpoint;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Counts what the core tells, per protocol and tenant, and writes it as a Prometheus page. Labels
 * take few values: protocols are code, tenants are configured, and past {@link #MAX_SERIES} of them
 * further ones are counted together.
 */
public final class Metrics implements Consumer<Event> {
  /** Pairs of protocol and tenant that have series of their own. */
  static final int MAX_SERIES = 1_000;

  private static final Labels OTHERS = new Labels("other", "other");

  private final Supplier<Collection<Endpoint>> endpoints;
  private final Supplier<List<Measure>> backend;
  private final Limits limits;
  private final Map<Labels, Counts> counts = new ConcurrentSkipListMap<>();
  private final TurnedAwayCounts turnedAway = new TurnedAwayCounts();
  private final CertificateCounts certificates = new CertificateCounts();

  /**
   * @param endpoints those that are open, asked for each page
   * @param backend what the backend measures, likewise
   * @param limits know how much tenants keep, of those whose storage is limited
   */
  public Metrics(
      Supplier<Collection<Endpoint>> endpoints, Supplier<List<Measure>> backend, Limits limits) {
    this.endpoints = endpoints;
    this.backend = backend;
    this.limits = limits;
  }

  @Override
  public void accept(Event event) {
    switch (event) {
      case Event.OfCaller done -> count(done);
      case Event.TurnedAway away -> turnedAway.add(away);
      case Event.CertificatesReloaded reloaded -> certificates.add(reloaded);
      case Event.TenantsReloaded reloaded -> {} // counted where the files are read
    }
  }

  private void count(Event.OfCaller event) {
    Counts of = counts(event.caller());
    switch (event) {
      case Event.Published published -> of.published.add(published.records(), published.bytes());
      case Event.Stored stored -> {
        of.stored.add(stored.records(), stored.bytes());
        of.storeTime.observe(stored.nanos());
      }
      case Event.Delivered delivered -> of.delivered.add(delivered.records(), delivered.bytes());
      case Event.Settled settled -> of.settled.add(settled.count());
      case Event.PassedOver passed -> of.passedOver.increment();
      case Event.Refused refused -> of.refused.increment();
      case Event.Throttled throttled -> {
        of.throttled.increment();
        of.limits[throttled.reached().limit().ordinal()].increment();
      }
      case Event.Administered administered -> of.administered.increment();
      case Event.Expelled expelled -> {} // counted where the sessions are
    }
  }

  private Counts counts(Caller caller) {
    Labels labels = new Labels(caller.protocol(), caller.tenant().name());
    Counts known = counts.get(labels);
    if (known != null) {
      return known;
    }
    Labels kept = counts.size() < MAX_SERIES ? labels : OTHERS;
    return counts.computeIfAbsent(kept, made -> new Counts());
  }

  /** The page, in Prometheus' text format 0.0.4. */
  String page() {
    PrometheusText page = new PrometheusText();
    traffic(page, "published", "taken in and on their way to the log", of -> of.published);
    traffic(page, "stored", "as durable as their topic asks", of -> of.stored);
    traffic(page, "delivered", "handed to consumers", of -> of.delivered);
    counter(
        page,
        "weir_settled_total",
        "Positions that consumers have committed, and messages of queues that they have settled.",
        of -> of.settled);
    counter(
        page,
        "weir_passed_over_total",
        "Batches that a consumer of single messages could not read.",
        of -> of.passedOver);
    counter(page, "weir_refused_total", "Requests that were refused.", of -> of.refused);
    turnedAway.write(page);
    certificates.write(page);
    counter(
        page,
        "weir_administered_total",
        "What administrators of other tenants asked for.",
        of -> of.administered);
    counter(
        page,
        "weir_throttled_total",
        "Times that somebody was slowed down, or told to come back later, by a limit.",
        of -> of.throttled);
    limits(page);
    page.family(
        "weir_store_seconds", "histogram", "From a publication's arrival until it is durable.");
    counts.forEach((labels, of) -> of.storeTime.write(page, "weir_store_seconds", labels));
    kept(page);
    page.family("weir_connections", "gauge", "Connections open now.");
    page.sample(
        "weir_connections", "", endpoints.get().stream().mapToInt(Endpoint::connections).sum());
    for (Measure each : backend.get()) {
      boolean counts = each.kind() == Measure.Kind.COUNTER;
      String name = "weir_" + each.name() + (counts ? "_total" : "");
      page.family(name, counts ? "counter" : "gauge", each.about());
      page.sample(name, "", each.value());
    }
    process(page);
    return page.toString();
  }

  /** Limits that have never been reached have no sample. */
  private void limits(PrometheusText page) {
    page.family("weir_limit_reached_total", "counter", "The same, by limit.");
    counts.forEach(
        (labels, of) -> {
          for (Limit limit : Limit.values()) {
            long reached = of.limits[limit.ordinal()].sum();
            if (reached > 0) {
              page.sample(
                  "weir_limit_reached_total",
                  labels.text() + ",limit=\"" + limit.label() + "\"",
                  reached);
            }
          }
        });
  }

  /** Who comes last, past the bound, has no sample: no sum of these would say anything. */
  private void kept(PrometheusText page) {
    page.family(
        "weir_kept_bytes",
        "gauge",
        "Bytes of messages that are kept, of tenants whose storage is limited.");
    limits.storageLimited().stream()
        .sorted(Comparator.comparing(Tenant::name))
        .limit(MAX_SERIES)
        .forEach(
            tenant ->
                limits
                    .kept(tenant)
                    .ifPresent(
                        bytes ->
                            page.sample(
                                "weir_kept_bytes", "tenant=\"" + tenant.name() + "\"", bytes)));
  }

  private static void process(PrometheusText page) {
    var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    page.family("jvm_memory_used_bytes", "gauge", "Heap in use.");
    page.sample("jvm_memory_used_bytes", "area=\"heap\"", memory.getUsed());
    page.family("jvm_threads_current", "gauge", "Platform threads.");
    page.sample("jvm_threads_current", "", ManagementFactory.getThreadMXBean().getThreadCount());
    page.family(
        "process_start_time_seconds", "gauge", "When the process began, in seconds since 1970.");
    page.sample(
        "process_start_time_seconds",
        "",
        ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
    page.family("process_cpu_seconds_total", "counter", "Processor time used.");
    page.sample("process_cpu_seconds_total", "", cpuSeconds());
  }

  private static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : 0;
  }

  private void traffic(
      PrometheusText page, String what, String about, Function<Counts, Traffic> pick) {
    String messages = "weir_" + what + "_messages_total";
    page.family(messages, "counter", "Messages " + about + ".");
    counts.forEach(
        (labels, of) -> page.sample(messages, labels.text(), pick.apply(of).messages.sum()));
    String bytes = "weir_" + what + "_bytes_total";
    page.family(bytes, "counter", "Bytes of messages " + about + ".");
    counts.forEach((labels, of) -> page.sample(bytes, labels.text(), pick.apply(of).bytes.sum()));
  }

  private void counter(
      PrometheusText page, String name, String about, Function<Counts, LongAdder> pick) {
    page.family(name, "counter", about);
    counts.forEach((labels, of) -> page.sample(name, labels.text(), pick.apply(of).sum()));
  }

  /** What series are kept apart by. */
  record Labels(String protocol, String tenant) implements Comparable<Labels> {
    String text() {
      return "protocol=\"" + protocol + "\",tenant=\"" + tenant + "\"";
    }

    @Override
    public int compareTo(Labels other) {
      int byProtocol = protocol.compareTo(other.protocol);
      return byProtocol != 0 ? byProtocol : tenant.compareTo(other.tenant);
    }
  }

  private static final class Counts {
    private final Traffic published = new Traffic();
    private final Traffic stored = new Traffic();
    private final Traffic delivered = new Traffic();
    private final LongAdder settled = new LongAdder();
    private final LongAdder passedOver = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder administered = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder[] limits = new LongAdder[Limit.values().length];
    private final Histogram storeTime = new Histogram();

    Counts() {
      Arrays.setAll(limits, limit -> new LongAdder());
    }
  }

  private static final class Traffic {
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void add(int moreMessages, int moreBytes) {
      messages.add(moreMessages);
      bytes.add(moreBytes);
    }
  }
}
