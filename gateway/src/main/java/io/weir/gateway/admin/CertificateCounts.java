package io.weir.gateway.admin;

import io.weir.core.event.Event.CertificatesReloaded;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the files of listeners' TLS that changed: listeners are configured. */
final class CertificateCounts {
  private static final String NAME = "weir_certificate_reloads_total";

  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  void add(CertificatesReloaded reloaded) {
    String labels =
        String.join(
            ",",
            PrometheusText.label("listener", reloaded.listener()),
            PrometheusText.label("protocol", reloaded.protocol()),
            PrometheusText.label("result", reloaded.isTaken() ? "taken" : "refused"));
    counts.computeIfAbsent(labels, made -> new LongAdder()).increment();
  }

  /** What has never happened has no sample. */
  void write(PrometheusText page) {
    page.family(NAME, "counter", "Changes of the files of listeners' TLS.");
    counts.forEach((labels, count) -> page.sample(NAME, labels, count.sum()));
  }
}
