package io.weir.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TopicSettings;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The page, as Prometheus reads it. */
final class MetricsTest {
  private final Metrics metrics = new Metrics(List::of);
  private final Caller caller = new Caller(Tenant.DEFAULT, Caller.ANONYMOUS, "kafka", "c1");
  private final Topic topic =
      new Topic(
          UUID.randomUUID(), Tenant.DEFAULT, new TopicName("orders"), 1, TopicSettings.DEFAULT);

  @Test
  void countsMessagesAndBytesByProtocolAndTenant() {
    metrics.accept(new Event.Published(caller, topic, 0, 3, 300));
    metrics.accept(new Event.Published(caller, topic, 0, 2, 200));
    metrics.accept(new Event.Delivered(caller, topic, 0, 0, 1, 100));
    assertThat(metrics.page().lines())
        .contains("weir_published_messages_total{protocol=\"kafka\",tenant=\"default\"} 5")
        .contains("weir_published_bytes_total{protocol=\"kafka\",tenant=\"default\"} 500")
        .contains("weir_delivered_messages_total{protocol=\"kafka\",tenant=\"default\"} 1");
  }

  @Test
  void countsRefusalsAndCommits() {
    metrics.accept(new Event.Refused(caller, "publish", "orders", new Failure.Denied("no")));
    metrics.accept(new Event.Settled(caller, "group", "orders", 0, 7));
    assertThat(metrics.page().lines())
        .contains("weir_refused_total{protocol=\"kafka\",tenant=\"default\"} 1")
        .contains("weir_settled_total{protocol=\"kafka\",tenant=\"default\"} 1");
  }

  @Test
  void putsStoreTimesIntoCumulativeBuckets() {
    metrics.accept(new Event.Stored(caller, topic, 0, 0, 1, 100, 65_536));
    metrics.accept(new Event.Stored(caller, topic, 0, 1, 1, 100, 65_537));
    metrics.accept(new Event.Stored(caller, topic, 0, 2, 1, 100, Long.MAX_VALUE / 2));
    String labels = "{protocol=\"kafka\",tenant=\"default\"";
    assertThat(metrics.page().lines())
        .contains("weir_store_seconds_bucket" + labels + ",le=\"6.5536E-5\"} 1")
        .contains("weir_store_seconds_bucket" + labels + ",le=\"1.31072E-4\"} 2")
        .contains("weir_store_seconds_bucket" + labels + ",le=\"+Inf\"} 3")
        .contains("weir_store_seconds_count" + labels + "} 3");
  }

  @Test
  void tenantsPastTheBoundAreCountedTogether() {
    for (int i = 0; i < Metrics.MAX_SERIES + 10; i++) {
      Caller other = new Caller(new Tenant("t" + i), Caller.ANONYMOUS, "kafka", "c");
      metrics.accept(new Event.Published(other, topic, 0, 1, 1));
    }
    assertThat(metrics.page().lines())
        .contains("weir_published_messages_total{protocol=\"other\",tenant=\"other\"} 10");
  }
}
