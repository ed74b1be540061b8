package io.weir.gateway.admin;

import io.weir.core.event.Event.TurnedAway;
import io.weir.core.event.Event.Why;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts who was not let in, by protocol and cause. Both take few values: protocols are code. */
final class TurnedAwayCounts {
  private static final String NAME = "weir_turned_away_total";

  private record Kind(String protocol, Why why) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int byProtocol = protocol.compareTo(other.protocol);
      return byProtocol != 0 ? byProtocol : why.compareTo(other.why);
    }

    String labels() {
      return "protocol=\"" + protocol + "\",why=\"" + why.name().toLowerCase(Locale.ROOT) + "\"";
    }
  }

  private final Map<Kind, LongAdder> counts = new ConcurrentSkipListMap<>();

  void add(TurnedAway away) {
    counts
        .computeIfAbsent(new Kind(away.protocol(), away.why()), made -> new LongAdder())
        .increment();
  }

  /** What has never happened has no sample. */
  void write(PrometheusText page) {
    page.family(
        NAME, "counter", "Connections, and attempts to authenticate, that were turned away.");
    counts.forEach((kind, count) -> page.sample(NAME, kind.labels(), count.sum()));
  }
}
