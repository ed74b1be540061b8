package io.weir.bench.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What one turn of one contender measured. */
public final class Measurements {
  private final Map<Metric, Double> values = new LinkedHashMap<>();

  /** Adds a value; returns this. */
  public Measurements with(Metric metric, double value) {
    values.put(metric, value);
    return this;
  }

  /** What was measured for a metric that was. */
  public double get(Metric metric) {
    Double value = values.get(metric);
    if (value == null) {
      throw new IllegalArgumentException(metric.name() + " was not measured");
    }
    return value;
  }

  /** Whether a metric was measured. */
  public boolean has(Metric metric) {
    return values.containsKey(metric);
  }

  /** What was measured for the metrics of the verdict, for a line that says how a turn went. */
  public String verdictInWords() {
    var line = new StringBuilder();
    for (Metric metric : values.keySet()) {
      if (metric.inVerdict()) {
        line.append(
            String.format(Locale.ROOT, "  %s %.2f %s", metric.name(), get(metric), metric.unit()));
      }
    }
    return line.toString();
  }

  /** The metrics, in the order in which they were added. */
  public Iterable<Metric> metrics() {
    return Collections.unmodifiableSet(values.keySet());
  }
}
