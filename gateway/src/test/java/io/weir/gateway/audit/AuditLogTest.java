package io.weir.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TopicSettings;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.event.Event.Why;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Wait;
import io.weir.core.place.ClientCertificate;
import io.weir.core.place.EndpointId;
import io.weir.core.place.Ingress;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditLogTest {
  private static final Tenant ACME = new Tenant("acme");
  private static final Caller CALLER =
      new Caller(ACME, Principal.named("alice"), "kafka", "kafka-7", "an app");
  private static final Topic TOPIC =
      new Topic(UUID.randomUUID(), ACME, new TopicName("orders"), 1, TopicSettings.DEFAULT);

  private static final Event AWAY =
      new Event.TurnedAway(
          new Ingress(
              "vpc",
              new InetSocketAddress("203.0.113.7", 5123),
              new InetSocketAddress("10.0.0.4", 3321),
              new InetSocketAddress("10.0.0.5", 9093),
              true,
              true,
              new EndpointId(EndpointId.Cloud.AWS, "vpce-0a1b"),
              "kafka.example.com",
              new ClientCertificate("CN=billing,O=Acme", List.of()),
              "u-1"),
          "kafka",
          Why.CREDENTIALS,
          "a wrong password");
  private static final Event DENIED =
      new Event.Refused(
          CALLER, "publish", "orders", new Failure.Denied("you may not publish to topic 'orders'"));
  private static final Event ADMINISTERED =
      new Event.Administered(
          new Caller(ACME, new Principal("root@ops", Set.of(), true), "http", "http-4"),
          new Tenant("ops"),
          "GET /tenants/acme/topics");
  private static final Event EXPELLED = new Event.Expelled(CALLER);
  private static final Event TENANTS =
      new Event.TenantsReloaded(true, tenants("a", "b"), tenants("c"), tenants("d"));
  private static final Event CERTIFICATES = new Event.CertificatesReloaded("vpc", "kafka", false);

  /** One of each kind, with all that can be said of it. */
  private static final List<Event> AUDITED =
      List.of(AWAY, DENIED, ADMINISTERED, EXPELLED, TENANTS, CERTIFICATES);

  private static final List<Event> LEFT_ALONE =
      List.of(
          new Event.Published(CALLER, "orders", 0, 1, 100),
          new Event.Stored(CALLER, "orders", 0, 0, 1, 100, 7),
          new Event.Delivered(CALLER, "orders", 0, 0, 1, 100),
          new Event.PassedOver(CALLER, TOPIC, 0, 3, 5, "damaged"),
          new Event.Settled(CALLER, "group", "orders", 0, 7),
          new Event.Throttled(CALLER, "publish", new Wait(1, Limit.REQUESTS, Wait.Scope.TENANT)));

  private final AtomicLong now = new AtomicLong();
  private final AuditLog audit = new AuditLog(now::get);
  private final LogLines log = new LogLines(AuditLog.LOGGER);

  private static NavigableSet<Tenant> tenants(String... names) {
    return Stream.of(names).map(Tenant::new).collect(Collectors.toCollection(TreeSet::new));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private List<String> lines(Event... events) {
    Stream.of(events).forEach(audit);
    return log.all();
  }

  @Test
  void whoIsTurnedAwayIsToldWithTheWayThatItCame() {
    assertThat(lines(AWAY))
        .containsExactly(
            "event=turned_away why=credentials protocol=kafka listener=vpc"
                + " source=203.0.113.7:5123 peer=10.0.0.4:3321 endpoint=aws:vpce-0a1b"
                + " server_name=kafka.example.com certificate=\"CN=billing,O=Acme\" unique_id=u-1"
                + " reason=\"a wrong password\"");
  }

  @Test
  void whatIsNotKnownOfItsWayIsLeftOut() {
    var ingress =
        Ingress.direct(
            "local", new InetSocketAddress("::1", 5123), new InetSocketAddress("::1", 9092));
    assertThat(lines(new Event.TurnedAway(ingress, "http", Why.BACKOFF, "later")))
        .containsExactly(
            "event=turned_away why=backoff protocol=http listener=local"
                + " source=[0:0:0:0:0:0:0:1]:5123 reason=later");
  }

  @Test
  void whatACallerMayNotIsToldWithWhoItIs() {
    assertThat(lines(DENIED))
        .containsExactly(
            "event=denied tenant=acme user=alice protocol=kafka connection=kafka-7"
                + " client=\"an app\" operation=publish topic=orders"
                + " reason=\"you may not publish to topic 'orders'\"");
  }

  @Test
  void whatIsRefusedForAnotherReasonIsNone() {
    assertThat(lines(new Event.Refused(CALLER, "publish", "orders", new Failure.TooLarge("x"))))
        .isEmpty();
  }

  @Test
  void anAdministratorsStepIsToldWithWhereItIsFrom() {
    assertThat(lines(ADMINISTERED))
        .containsExactly(
            "event=administered tenant=acme user=root@ops protocol=http connection=http-4"
                + " home=ops call=\"GET /tenants/acme/topics\"");
  }

  @Test
  void whomAReloadEndsIsToldWithWhoItWas() {
    assertThat(lines(EXPELLED))
        .containsExactly(
            "event=expelled tenant=acme user=alice protocol=kafka connection=kafka-7"
                + " client=\"an app\"");
  }

  @Test
  void aReloadIsToldTakenOrNot() {
    assertThat(lines(TENANTS, Event.TenantsReloaded.refused(), CERTIFICATES))
        .containsExactly(
            "event=reloaded files=tenants result=taken came=a,b changed=c went=d",
            "event=reloaded files=tenants result=refused",
            "event=reloaded files=certificates result=refused listener=vpc protocol=kafka");
  }

  @Test
  void noKindOfEventIsForgotten() {
    assertThat(Stream.concat(AUDITED.stream(), LEFT_ALONE.stream()))
        .extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(kinds(Event.class).toList());
    LEFT_ALONE.forEach(audit);
    assertThat(log.all()).isEmpty();
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isInterface()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(AuditLogTest::kinds)
        : Stream.of(type);
  }

  @Test
  void noMoreThanSoManyLinesOfAKindAreWrittenInASecond() {
    for (int i = 0; i < AuditLog.LINES_PER_SECOND + 7; i++) {
      audit.accept(DENIED);
    }
    assertThat(log.with("event=denied")).hasSize(AuditLog.LINES_PER_SECOND);
    assertThat(lines(ADMINISTERED)).last().asString().startsWith("event=administered");

    audit.flush();
    assertThat(log.with("event=left_out")).isEmpty();
    now.addAndGet(1_000_000_000L);
    audit.flush();
    audit.flush();
    assertThat(log.with("event=left_out")).containsExactly("event=left_out of=denied lines=7");

    assertThat(lines(DENIED)).last().asString().startsWith("event=denied");
  }

  @Test
  void atTheEndItIsSaidWhatWasLeftOut() {
    for (int i = 0; i < AuditLog.LINES_PER_SECOND + 1; i++) {
      audit.accept(AWAY);
    }
    audit.close();
    audit.close();
    assertThat(log.with("event=left_out")).containsExactly("event=left_out of=turned_away lines=1");
  }

  @Test
  void nobodyForgesALine() {
    Caller forger =
        new Caller(
            ACME,
            Principal.named("x\nevent=administered"),
            "kafka",
            "kafka-1",
            "\" tenant=other\r\n");
    assertThat(
            lines(
                new Event.Refused(
                    forger, "publish", "t\" user=root", new Failure.Denied("no\u2028no"))))
        .singleElement()
        .asString()
        .doesNotContain("\n", "\r", "\u2028")
        .satisfies(
            line ->
                assertThat(AuditLineTest.keys(line))
                    .containsExactly(
                        "event",
                        "tenant",
                        "user",
                        "protocol",
                        "connection",
                        "client",
                        "operation",
                        "topic",
                        "reason"));
  }

  // ---- docs/operations.md ----

  private static final Path PAGE = Path.of("..", "docs", "operations.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([^|]*) \\| ([^|]*) \\|$");
  private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

  /** The keys of each event, as the page's table has them. */
  private static Map<String, Set<String>> described() throws IOException {
    String section = Files.readString(PAGE).split("(?m)^## Audit$")[1].split("(?m)^## ")[0];
    return ROW.matcher(section)
        .results()
        .collect(Collectors.toMap(row -> row.group(1), AuditLogTest::keys));
  }

  private static Set<String> keys(MatchResult row) {
    return CODE.matcher(row.group(3))
        .results()
        .map(code -> code.group(1))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Test
  void everyLineIsDescribedWithAllItsKeysAndEveryOneDescribedIsThere() throws IOException {
    for (int i = 0; i < AuditLog.LINES_PER_SECOND; i++) {
      AUDITED.forEach(audit);
    }
    audit.close();
    Map<String, Set<String>> written = new TreeMap<>();
    for (String line : log.all()) {
      String event = line.split(" ")[0].substring("event=".length());
      List<String> keys = AuditLineTest.keys(line);
      written.computeIfAbsent(event, made -> new TreeSet<>()).addAll(keys.subList(1, keys.size()));
    }
    assertThat(written.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(AuditEvent.values()).map(AuditEvent::text).toList());
    assertThat(described()).isEqualTo(written);
  }

  @ParameterizedTest
  @EnumSource(Why.class)
  void whyIsDescribed(Why why) throws IOException {
    String section = Files.readString(PAGE).split("(?m)^## Audit$")[1].split("(?m)^## ")[0];
    assertThat(section).contains("`" + why.name().toLowerCase(Locale.ROOT) + "`");
  }
}
