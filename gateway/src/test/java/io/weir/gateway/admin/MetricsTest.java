package io.weir.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Measure;
import io.weir.backend.TopicSettings;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.event.Event.Why;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.limit.Wait;
import io.weir.core.place.Ingress;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The page, as Prometheus reads it. */
final class MetricsTest {
  private static final Caller CALLER =
      new Caller(Tenant.DEFAULT, Principal.ANONYMOUS, "kafka", "c1");
  private static final Topic TOPIC =
      new Topic(
          UUID.randomUUID(), Tenant.DEFAULT, new TopicName("orders"), 1, TopicSettings.DEFAULT);

  private static final Event.TurnedAway AWAY =
      new Event.TurnedAway(
          Ingress.direct(
              "local",
              new InetSocketAddress("10.0.0.1", 4711),
              new InetSocketAddress("10.0.0.2", 1)),
          "kafka",
          Why.CREDENTIALS,
          "a wrong password");

  /** Counted where the sessions are. */
  private static final Event EXPELLED = new Event.Expelled(CALLER);

  private static final Event RENEWED = new Event.CertificatesReloaded("vpc", "kafka", true);

  /** Counted where tenants' files are read. */
  private static final Event RELOADED = Event.TenantsReloaded.refused();

  /** One event of each kind that is somebody's, with the number that it moves. */
  private static final Map<Event, String> NUMBERS =
      Map.of(
          new Event.Published(CALLER, "orders", 0, 1, 100),
          "weir_published_messages_total",
          new Event.Stored(CALLER, "orders", 0, 0, 1, 100, 7),
          "weir_stored_messages_total",
          new Event.Delivered(CALLER, "orders", 0, 0, 1, 100),
          "weir_delivered_messages_total",
          new Event.PassedOver(CALLER, TOPIC, 0, 3, 5, "damaged"),
          "weir_passed_over_total",
          new Event.Settled(CALLER, "group", "orders", 0, 7),
          "weir_settled_total",
          new Event.Refused(CALLER, "publish", "orders", new Failure.Denied("no")),
          "weir_refused_total",
          new Event.Administered(CALLER, new Tenant("ops"), "GET /tenants/default/topics"),
          "weir_administered_total",
          new Event.Throttled(CALLER, "publish", new Wait(1, Limit.REQUESTS, Wait.Scope.TENANT)),
          "weir_throttled_total");

  static final Collection<Event> EVENTS = NUMBERS.keySet();

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("log_appended_bytes", Measure.Kind.COUNTER, "Bytes written.", 12_000),
          new Measure("log_write_amplification", Measure.Kind.GAUGE, "How often.", 1.25));

  private static final Limits LIMITS =
      new Limits() {
        @Override
        public Collection<Tenant> storageLimited() {
          return List.of(new Tenant("new"), new Tenant("acme"));
        }

        @Override
        public OptionalLong kept(Tenant tenant) {
          return tenant.name().equals("acme") ? OptionalLong.of(12_345) : OptionalLong.empty();
        }
      };

  private final Metrics metrics = new Metrics(List::of, () -> MEASURES, LIMITS);

  @Test
  void countsMessagesAndBytesByProtocolAndTenant() {
    metrics.accept(new Event.Published(CALLER, "orders", 0, 3, 300));
    metrics.accept(new Event.Published(CALLER, "orders", 0, 2, 200));
    metrics.accept(new Event.Delivered(CALLER, "orders", 0, 0, 1, 100));
    assertThat(metrics.page().lines())
        .contains("weir_published_messages_total{protocol=\"kafka\",tenant=\"default\"} 5")
        .contains("weir_published_bytes_total{protocol=\"kafka\",tenant=\"default\"} 500")
        .contains("weir_delivered_messages_total{protocol=\"kafka\",tenant=\"default\"} 1");
  }

  @Test
  void whatTheBackendMeasuresIsOnThePage() {
    assertThat(metrics.page().lines())
        .contains("# TYPE weir_log_appended_bytes_total counter")
        .contains("weir_log_appended_bytes_total 12000")
        .contains("# TYPE weir_log_write_amplification gauge")
        .contains("weir_log_write_amplification 1.25");
  }

  @Test
  void whatTenantsKeepIsOnThePageWhereItIsLimitedAndKnown() {
    assertThat(metrics.page().lines().filter(line -> line.startsWith("weir_kept_bytes")))
        .containsExactly("weir_kept_bytes{tenant=\"acme\"} 12345");
  }

  @Test
  void noKindOfEventIsForgotten() {
    assertThat(Stream.concat(EVENTS.stream(), Stream.of(AWAY, EXPELLED, RENEWED, RELOADED)))
        .extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(kinds(Event.class).toList());
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isInterface()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(MetricsTest::kinds)
        : Stream.of(type);
  }

  @Test
  void whoIsTurnedAwayIsCountedByProtocolAndCause() {
    assertThat(metrics.page()).doesNotContain("weir_turned_away_total{");
    metrics.accept(AWAY);
    metrics.accept(AWAY);
    assertThat(metrics.page().lines().filter(line -> line.startsWith("weir_turned_away")))
        .containsExactly("weir_turned_away_total{protocol=\"kafka\",why=\"credentials\"} 2");
  }

  @ParameterizedTest
  @FieldSource("EVENTS")
  void anEventMovesItsOwnNumberAndNoOther(Event event) {
    metrics.accept(event);
    for (String name : NUMBERS.values()) {
      int expected = name.equals(NUMBERS.get(event)) ? 1 : 0;
      assertThat(metrics.page().lines())
          .contains(name + "{protocol=\"kafka\",tenant=\"default\"} " + expected);
    }
  }

  @Test
  void certificatesThatChangedAreCountedByWhatBecameOfThem() {
    metrics.accept(RENEWED);
    metrics.accept(new Event.CertificatesReloaded("vpc", "kafka", false));
    metrics.accept(new Event.CertificatesReloaded("vpc", "kafka", false));
    assertThat(metrics.page().lines().filter(line -> line.startsWith("weir_certificate")))
        .containsExactly(
            "weir_certificate_reloads_total{listener=\"vpc\",protocol=\"kafka\",result=\"refused\"} 2",
            "weir_certificate_reloads_total{listener=\"vpc\",protocol=\"kafka\",result=\"taken\"} 1");
  }

  @Test
  void aListenerMayBeCalledAnything() {
    metrics.accept(new Event.CertificatesReloaded("a \"b\" \\ c\nd", "kafka", true));
    assertThat(metrics.page().lines())
        .contains(
            "weir_certificate_reloads_total{listener=\"a \\\"b\\\" \\\\ c\\nd\",protocol=\"kafka\",result=\"taken\"} 1");
  }

  @Test
  void whoIsThrottledIsCountedByTheLimit() {
    Wait wait = new Wait(1, Limit.PUBLISHED_BYTES, Wait.Scope.TENANT);
    metrics.accept(new Event.Throttled(CALLER, "publish", wait));
    metrics.accept(new Event.Throttled(CALLER, "publish", wait));
    assertThat(metrics.page().lines().filter(line -> line.startsWith("weir_limit_reached")))
        .containsExactly(
            "weir_limit_reached_total{protocol=\"kafka\",tenant=\"default\",limit=\"published_bytes\"} 2");
  }

  @Test
  void putsStoreTimesIntoCumulativeBuckets() {
    metrics.accept(new Event.Stored(CALLER, "orders", 0, 0, 1, 100, 65_536));
    metrics.accept(new Event.Stored(CALLER, "orders", 0, 1, 1, 100, 65_537));
    metrics.accept(new Event.Stored(CALLER, "orders", 0, 2, 1, 100, Long.MAX_VALUE / 2));
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
      Caller other = new Caller(new Tenant("t" + i), Principal.ANONYMOUS, "kafka", "c");
      metrics.accept(new Event.Published(other, "orders", 0, 1, 1));
    }
    assertThat(metrics.page().lines())
        .contains("weir_published_messages_total{protocol=\"other\",tenant=\"other\"} 10");
  }
}
