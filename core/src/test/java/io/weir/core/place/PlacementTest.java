package io.weir.core.place;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weir.core.tenant.Tenant;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Tenant ACME = new Tenant("acme");
  private static final Tenant BLUE = new Tenant("blue");
  private static final Tenant CORE = new Tenant("core");
  private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 9093);

  // ---- by the network alone ----

  @Test
  void aTenantWithoutNetworksIsReachedByAnyWayThatNamesNobody() {
    Placement placement = Placement.of(Map.of(ACME, List.of()));
    assertThat(placement.place(from("10.1.1.1"))).isInstanceOf(Placed.Open.class);
    assertThat(placement.login(placement.place(from("10.1.1.1")), "ann").tenant()).isEqualTo(ACME);
  }

  @Test
  void anEndpointNamesItsTenant() {
    Placement placement =
        Placement.of(
            Map.of(
                ACME, List.of(endpoint("aws:vpce-a")),
                BLUE, List.of(endpoint("azure:7")),
                CORE, List.of()));
    assertIn(ACME, placement.place(through("aws:vpce-a")));
    assertIn(BLUE, placement.place(through("azure:7")));
  }

  @Test
  void anUnknownEndpointIsNobodysEvenWhereATenantIsReachedByAnyWay() {
    Placement placement =
        Placement.of(
            Map.of(
                ACME, List.of(endpoint("aws:vpce-a")),
                BLUE, List.of(whole(), range("0.0.0.0/0")),
                CORE, List.of()));
    assertRefused(placement.place(through("aws:vpce-b")));
    assertRefused(placement.place(through("gcp:7")));
  }

  @Test
  void aTenantWithAnEndpointIsNotReachedWithoutIt() {
    Placement placement = Placement.of(Map.of(ACME, List.of(endpoint("aws:vpce-a"))));
    assertRefused(placement.place(from("10.1.1.1")));
    assertRefused(placement.login(placement.place(from("10.1.1.1")), "ann@acme").placed());
  }

  @Test
  void aListenerNamesTheOneTenantThatHasIt() {
    Placement placement = Placement.of(Map.of(ACME, List.of(whole()), BLUE, List.of()));
    assertIn(ACME, placement.place(from("10.1.1.1")));
  }

  @Test
  void aListenerThatTenantsShareLeavesItToTheirClients() {
    Placement placement =
        Placement.of(Map.of(ACME, List.of(whole()), BLUE, List.of(whole()), CORE, List.of()));
    Placed placed = placement.place(from("10.1.1.1"));
    assertThat(placed).isInstanceOf(Placed.Open.class);
    assertThat(placement.login(placed, "ann@acme").tenant()).isEqualTo(ACME);
    assertThat(placement.login(placed, "ann@blue").tenant()).isEqualTo(BLUE);
    assertThat(placement.login(placed, "ann@core").tenant()).isEqualTo(CORE);
    assertThat(placement.login(placed, "ann").tenant()).isEqualTo(Placement.NOWHERE);
  }

  @Test
  void aRangeNamesItsTenantAndASmallerOneInItAnother() {
    Placement placement =
        Placement.of(
            Map.of(ACME, List.of(range("10.0.0.0/8")), BLUE, List.of(range("10.20.0.0/16"))));
    assertIn(ACME, placement.place(from("10.1.1.1")));
    assertIn(BLUE, placement.place(from("10.20.1.1")));
    assertRefused(placement.place(from("11.1.1.1")));
  }

  @Test
  void aServerNameNamesItsTenant() {
    Placement placement =
        Placement.of(
            Map.of(ACME, List.of(name("ACME.example.com")), BLUE, List.of(name("b.example"))));
    assertIn(ACME, placement.place(from("10.1.1.1").withServerName("acme.example.com")));
    assertIn(BLUE, placement.place(from("10.1.1.1").withServerName("b.example")));
    assertRefused(placement.place(from("10.1.1.1").withServerName("other.example")));
    assertRefused(placement.place(from("10.1.1.1")));
  }

  @Test
  void aNetworkIsReachedOnItsListenerAlone() {
    Placement placement = Placement.of(Map.of(ACME, List.of(range("10.0.0.0/8"))));
    Ingress elsewhere = Ingress.direct("other", new InetSocketAddress("10.1.1.1", 40000), HERE);
    assertRefused(placement.place(elsewhere));
  }

  @Test
  void aNetworkAsksForAllThatItNames() {
    Network both =
        new Network(
            "vpc", Cidr.parse("10.0.0.0/8"), EndpointId.parse("aws:vpce-a"), "a.example", Map.of());
    Placement placement = Placement.of(Map.of(ACME, List.of(both)));
    assertIn(ACME, placement.place(through("aws:vpce-a").withServerName("a.example")));
    assertRefused(placement.place(through("aws:vpce-a")));
    assertRefused(placement.place(through("aws:vpce-b").withServerName("a.example")));
    assertRefused(placement.place(from("10.1.1.1").withServerName("a.example")));
  }

  // ---- hints that contradict ----

  @Test
  void hintsThatContradictAreRefused() {
    Placement placement =
        Placement.of(
            Map.of(
                ACME, List.of(range("10.0.0.0/8")),
                BLUE, List.of(name("b.example")),
                CORE, List.of()));
    assertRefused(placement.place(from("10.1.1.1").withServerName("b.example")));
    assertIn(BLUE, placement.place(from("11.1.1.1").withServerName("b.example")));
  }

  @Test
  void whatAClientSaysMustAgreeWithItsNetwork() {
    Placement placement = Placement.of(Map.of(ACME, List.of(range("10.0.0.0/8")), CORE, List.of()));
    Placed placed = placement.place(from("10.1.1.1"));
    assertThat(placement.login(placed, "ann@acme")).isEqualTo(new Login(ACME, ACME, "ann", placed));
    Login other = placement.login(placed, "ann@core");
    assertThat(other.tenant()).isEqualTo(Placement.NOWHERE);
    assertRefused(other.placed());
  }

  @Test
  void aHostNameThatIsATenantsConfirmsOrContradicts() {
    Placement placement =
        Placement.of(
            Map.of(
                ACME, List.of(range("10.0.0.0/8"), name("a.example")),
                BLUE, List.of(name("b.example")),
                CORE, List.of()));
    Placed acme = placement.place(from("10.1.1.1"));
    assertIn(ACME, placement.confirm(acme, "A.example"));
    assertRefused(placement.confirm(acme, "b.example"));
    assertIn(ACME, placement.confirm(acme, "localhost"));
    Placed open = placement.place(from("11.1.1.1"));
    assertIn(BLUE, placement.confirm(open, "b.example"));
    assertThat(placement.confirm(open, "localhost")).isEqualTo(open);
    assertRefused(placement.confirm(placement.place(through("aws:vpce-x")), "a.example"));
  }

  // ---- user@tenant ----

  @Test
  void aNameIsSplitOnlyWhereItsEndIsATenant() {
    Placement placement = Placement.of(Map.of(ACME, List.of(whole())));
    Placed placed = placement.place(from("10.1.1.1"));
    assertThat(placement.login(placed, "ann@example.com").user()).isEqualTo("ann@example.com");
    assertThat(placement.login(placed, "ann@example.com@acme").user()).isEqualTo("ann@example.com");
    assertThat(placement.login(placed, "@acme").user()).isEqualTo("@acme");
    assertThat(placement.login(placed, "acme").user()).isEqualTo("acme");
    assertThat(placement.login(placed, "ann@").user()).isEqualTo("ann@");
    assertThat(placement.login(placed, "").tenant()).isEqualTo(ACME);
  }

  @Test
  void nobodyIsNowhere() {
    Placement placement = Placement.of(Map.of(ACME, List.of(range("10.0.0.0/8"))));
    Placed refused = placement.place(from("11.1.1.1"));
    for (String name :
        List.of("ann", "ann@acme", "ann@nobody", "ann@" + Placement.NOWHERE.name())) {
      assertThat(placement.login(refused, name).tenant()).isEqualTo(Placement.NOWHERE);
    }
    Placement open = Placement.of(Map.of(ACME, List.of(), BLUE, List.of()));
    assertThat(open.login(open.place(from("11.1.1.1")), "ann@nobody").tenant())
        .isEqualTo(Placement.NOWHERE);
  }

  @Test
  void aConnectionThatGivesNoNameIsWhereItIsPlacedOrInTheOnlyTenantThatItCanBeIn() {
    Placement placement = Placement.of(Map.of(ACME, List.of(range("10.0.0.0/8")), CORE, List.of()));
    assertThat(placement.tenant(from("10.1.1.1"))).isEqualTo(ACME);
    assertThat(placement.tenant(from("11.1.1.1"))).isEqualTo(CORE);
    assertThat(placement.tenant(through("aws:vpce-x"))).isEqualTo(Placement.NOWHERE);
    assertIn(CORE, placement.settle(from("11.1.1.1")));
    placement.replace(Map.of(BLUE, List.of(), CORE, List.of()));
    assertThat(placement.tenant(from("11.1.1.1"))).isEqualTo(Placement.NOWHERE);
    assertRefused(placement.settle(from("11.1.1.1")));
  }

  @Test
  void aLoginIsByTheWayAsItIsNow() {
    Placement placement = Placement.of(Map.of(ACME, List.of(range("10.0.0.0/8")), CORE, List.of()));
    assertThat(placement.login(from("10.1.1.1"), "ann").tenant()).isEqualTo(ACME);
    assertThat(placement.login(from("10.1.1.1"), "ann@core").tenant()).isEqualTo(Placement.NOWHERE);
    placement.replace(Map.of(ACME, List.of(), CORE, List.of()));
    assertThat(placement.login(from("10.1.1.1"), "ann").tenant()).isEqualTo(Placement.NOWHERE);
    assertThat(placement.login(from("10.1.1.1"), "ann@core"))
        .isEqualTo(new Login(CORE, CORE, "ann", new Placed.In(from("10.1.1.1"), CORE, null)));
  }

  @Test
  void aConnectionWithoutCredentialsIsPutInATenantThatItsWayReaches() {
    Placement placement = Placement.of(Map.of(ACME, List.of(range("10.0.0.0/8")), CORE, List.of()));
    assertIn(ACME, placement.claim(placement.place(from("10.1.1.1")), ACME));
    assertRefused(placement.claim(placement.place(from("10.1.1.1")), CORE));
    assertIn(CORE, placement.claim(placement.place(from("11.1.1.1")), CORE));
    assertRefused(placement.claim(placement.place(from("11.1.1.1")), ACME));
    assertRefused(placement.claim(placement.place(from("11.1.1.1")), BLUE));
  }

  // ---- advertised, and reload ----

  @Test
  void aClientIsToldWhatItsNetworkReaches() {
    Network told =
        new Network(
            "vpc",
            null,
            EndpointId.parse("aws:vpce-a"),
            null,
            Map.of("kafka", new HostAndPort("acme.vpce.example.com", 9093)));
    Placement placement = Placement.of(Map.of(ACME, List.of(whole(), told), BLUE, List.of()));
    assertThat(placement.place(through("aws:vpce-a")).advertised("kafka"))
        .contains(new HostAndPort("acme.vpce.example.com", 9093));
    assertThat(placement.place(through("aws:vpce-a")).advertised("http")).isEmpty();
    assertThat(placement.place(from("10.1.1.1")).advertised("kafka")).isEmpty();
  }

  @Test
  void networksAreReplacedWhole() {
    Placement placement = Placement.of(Map.of(ACME, List.of(range("10.0.0.0/8"))));
    Placed before = placement.place(from("10.1.1.1"));
    assertThat(placement.reaches(ACME, before.ingress())).isTrue();
    placement.replace(Map.of(BLUE, List.of(range("10.0.0.0/8"))));
    assertThat(placement.reaches(ACME, before.ingress())).isFalse();
    assertThat(placement.reaches(BLUE, before.ingress())).isTrue();
    assertIn(BLUE, placement.place(from("10.1.1.1")));
    assertThat(placement.login(placement.place(from("10.1.1.1")), "ann@acme").user())
        .isEqualTo("ann@acme");
  }

  @Test
  void whoComesInIsNoMoreWorkAmongTenThousandWhoShareAListenerThanAmongTen() {
    assertThat(allocatedAmong(10_000)).isLessThan(3 * allocatedAmong(10));
  }

  /** Bytes, for a few logins. */
  private static long allocatedAmong(int tenants) {
    Placement placement =
        Placement.of(
            IntStream.range(0, tenants)
                .boxed()
                .collect(Collectors.toMap(i -> new Tenant("t" + i), i -> List.of(whole()))));
    placement.login(from("10.1.1.1"), "ann@t7"); // loads what is needed
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10; i++) {
      placement.login(from("10.1.1.1"), "ann@t7");
      placement.login(from("10.1.1.1"), "ann@nobody");
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  // ----

  private static void assertIn(Tenant tenant, Placed placed) {
    assertThat(placed)
        .isInstanceOfSatisfying(Placed.In.class, in -> assertThat(in.tenant()).isEqualTo(tenant));
  }

  private static void assertRefused(Placed placed) {
    assertThat(placed).isInstanceOf(Placed.Refused.class);
  }

  private static Ingress from(String source) {
    return Ingress.direct("vpc", new InetSocketAddress(source, 40000), HERE);
  }

  private static Ingress through(String endpoint) {
    var source = new InetSocketAddress("10.1.1.1", 40000);
    return new Ingress(
        "vpc", source, source, HERE, true, false, EndpointId.parse(endpoint), null, null, null);
  }

  private static Network whole() {
    return new Network("vpc", null, null, null, Map.of());
  }

  private static Network range(String range) {
    return new Network("vpc", Cidr.parse(range), null, null, Map.of());
  }

  private static Network endpoint(String id) {
    return new Network("vpc", null, EndpointId.parse(id), null, Map.of());
  }

  private static Network name(String name) {
    return new Network("vpc", null, null, name, Map.of());
  }
}
