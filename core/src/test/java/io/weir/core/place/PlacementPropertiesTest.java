package io.weir.core.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.tenant.Tenant;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Placement against what can be said of it without knowing how it is done. */
class PlacementPropertiesTest {
  private static final List<Tenant> TENANTS =
      List.of(new Tenant("a"), new Tenant("b"), new Tenant("c"));

  record Way(Tenant tenant, Network network) {}

  @Property
  void theLongestPrefixThatHoldsAnAddressNamesItsTenant(
      @ForAll("ranges") List<Way> ways, @ForAll("ingresses") Ingress ingress) {
    Placement placement = Placement.of(tenants(ways));
    var address = ingress.source().getAddress();
    Ingress plain = Ingress.direct("vpc", ingress.source(), ingress.destination());
    List<Way> holding =
        ways.stream()
            .filter(way -> Objects.requireNonNull(way.network.source()).contains(address))
            .sorted(
                Comparator.comparing(way -> -Objects.requireNonNull(way.network.source()).prefix()))
            .toList();
    if (holding.isEmpty()) {
      assertThat(placement.place(plain)).isNotInstanceOf(Placed.In.class);
    } else {
      assertThat(placement.place(plain))
          .isEqualTo(new Placed.In(plain, holding.getFirst().tenant, holding.getFirst().network));
    }
  }

  @Property
  void theOrderInWhichNetworksStandChangesNothing(
      @ForAll("ways") List<Way> ways, @ForAll("ingresses") Ingress ingress, @ForAll long seed) {
    List<Way> shuffled = new ArrayList<>(ways);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(tenantOf(Placement.of(tenants(shuffled)).place(ingress)))
        .isEqualTo(tenantOf(Placement.of(tenants(ways)).place(ingress)));
  }

  @Property
  void aTenantWithNetworksIsReachedByThemAlone(
      @ForAll("ways") List<Way> ways, @ForAll("ingresses") Ingress ingress) {
    Placement placement = Placement.of(tenants(ways));
    for (Tenant tenant : TENANTS) {
      List<Network> own =
          ways.stream().filter(way -> way.tenant.equals(tenant)).map(Way::network).toList();
      boolean mayCome =
          own.isEmpty() || own.stream().anyMatch(network -> matches(network, ingress));
      if (!mayCome) {
        assertThat(placement.reaches(tenant, ingress)).isFalse();
        Placed placed = placement.place(ingress);
        assertThat(placement.login(placed, "ann@" + tenant.name()).tenant()).isNotEqualTo(tenant);
        assertThat(placement.login(placed, "ann").tenant()).isNotEqualTo(tenant);
      }
    }
  }

  @Property
  void everyLoginIsInATenantThatItsWayReachesOrNowhere(
      @ForAll("ways") List<Way> ways,
      @ForAll("ingresses") Ingress ingress,
      @ForAll("names") String name) {
    Placement placement = Placement.of(tenants(ways));
    Login login = placement.login(placement.place(ingress), name);
    if (login.placed() instanceof Placed.In in) {
      assertThat(login.tenant()).isEqualTo(in.tenant());
      assertThat(placement.reaches(login.tenant(), ingress)).isTrue();
    } else {
      assertThat(login.tenant()).isEqualTo(Placement.NOWHERE);
    }
  }

  @Property
  void aRangeClashesExactlyWhereItStandsTwice(@ForAll("repeatedRanges") List<Way> ways) {
    long ranges = ways.stream().map(way -> way.network.source()).distinct().count();
    assertThat(Placement.check(tenants(ways))).hasSize(ways.size() - (int) ranges);
  }

  /** Said again, in other words than {@link Network#matches}. */
  private static boolean matches(Network network, Ingress ingress) {
    boolean endpoint =
        ingress.endpoint() == null
            ? network.endpoint() == null
            : ingress.endpoint().equals(network.endpoint());
    boolean source =
        network.source() == null || network.source().contains(ingress.source().getAddress());
    boolean name =
        network.serverName() == null || network.serverName().equals(ingress.serverName());
    return network.listener().equals(ingress.listener()) && endpoint && source && name;
  }

  private static Object tenantOf(Placed placed) {
    return placed instanceof Placed.In in ? in.tenant() : placed.getClass();
  }

  private static Map<Tenant, List<Network>> tenants(List<Way> ways) {
    Map<Tenant, List<Network>> tenants = new LinkedHashMap<>();
    TENANTS.forEach(tenant -> tenants.put(tenant, new ArrayList<>()));
    ways.forEach(way -> tenants.get(way.tenant).add(way.network));
    return tenants;
  }

  @Provide
  Arbitrary<List<Way>> ranges() {
    return range().list().uniqueElements(way -> way.network().source()).ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<Way>> repeatedRanges() {
    return range().list().ofMaxSize(12);
  }

  private static Arbitrary<Way> range() {
    return Combinators.combine(Arbitraries.of(TENANTS), cidrs())
        .as((tenant, range) -> new Way(tenant, new Network("vpc", range, null, null, Map.of())));
  }

  @Provide
  Arbitrary<List<Way>> ways() {
    return Combinators.combine(
            Arbitraries.of(TENANTS),
            Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just("vpc")), Tuple.of(1, Arbitraries.just("other"))),
            cidrs().injectNull(0.5),
            endpoints().injectNull(0.7),
            serverNames().injectNull(0.7))
        .as(
            (tenant, listener, range, endpoint, name) ->
                new Way(tenant, new Network(listener, range, endpoint, name, Map.of())))
        .list()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<Ingress> ingresses() {
    return Combinators.combine(
            addresses(), endpoints().injectNull(0.7), serverNames().injectNull(0.5))
        .as(
            (address, endpoint, name) -> {
              var source = new InetSocketAddress(address, 40000);
              return new Ingress(
                  "vpc", source, source, source, true, false, endpoint, name, null, null);
            });
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("ann", "ann@a", "ann@b", "ann@d", "@a", "a", "", "ann@a@b");
  }

  private static Arbitrary<InetAddress> addresses() {
    return Arbitraries.integers()
        .between(0, 7)
        .map(last -> InetAddress.ofLiteral("10.0.0." + last));
  }

  /** Ranges of a few addresses, so that they often hold one another. */
  private static Arbitrary<Cidr> cidrs() {
    return Combinators.combine(addresses(), Arbitraries.integers().between(28, 32))
        .as(Cidr::around);
  }

  private static Arbitrary<EndpointId> endpoints() {
    return Arbitraries.of("aws:vpce-a", "azure:7").map(EndpointId::parse);
  }

  private static Arbitrary<String> serverNames() {
    return Arbitraries.of("a.example", "b.example");
  }
}
