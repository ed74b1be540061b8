package io.weir.core.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.tenant.Tenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClashesTest {
  private static final Tenant ACME = new Tenant("acme");
  private static final Tenant BLUE = new Tenant("blue");

  @Test
  void aRangeAloneNamesOneTenantOnAListener() {
    assertThat(
            clashes(
                List.of(range("10.0.0.0/8")), List.of(range("11.0.0.0/8"), range("10.0.0.0/8"))))
        .containsExactly(
            new Clash(
                BLUE,
                1,
                "listener 'vpc', range 10.0.0.0/8 is that of tenant acme already, and a network"
                    + " alone may not name two tenants"));
  }

  @Test
  void soDoEndpointsAndNames() {
    assertThat(
            clashes(
                List.of(network(null, "aws:vpce-a", null), network(null, null, "a.example")),
                List.of(network(null, "aws:vpce-a", null), network(null, null, "A.example"))))
        .extracting(Clash::network)
        .containsExactly(0, 1);
  }

  @Test
  void rangesMayLieInOneAnotherAndBeTheSameWhereMoreIsNamed() {
    assertThat(
            clashes(
                List.of(range("10.0.0.0/8"), network("11.0.0.0/8", null, "a.example")),
                List.of(range("10.1.0.0/16"), network("11.0.0.0/8", null, "b.example"))))
        .isEmpty();
  }

  @Test
  void aListenerMayBeSharedWholeButNotBeOneTenantsAndInPartAnothers() {
    Network whole = network(null, null, null);
    assertThat(clashes(List.of(whole), List.of(whole))).isEmpty();
    assertThat(clashes(List.of(whole), List.of(network(null, "aws:vpce-a", null)))).isEmpty();
    assertThat(clashes(List.of(whole), List.of(range("10.0.0.0/8"))))
        .containsExactly(
            new Clash(
                BLUE,
                0,
                "listener 'vpc', range 10.0.0.0/8 cannot be reached, for the whole listener is"
                    + " tenant acme's"));
  }

  @Test
  void aNetworkStandsOnce() {
    assertThat(clashes(List.of(range("10.0.0.0/8"), range("10.0.0.0/8")), List.of()))
        .containsExactly(new Clash(ACME, 1, "listener 'vpc', range 10.0.0.0/8 stands here twice"));
  }

  private static List<Clash> clashes(List<Network> acme, List<Network> blue) {
    Map<Tenant, List<Network>> tenants = new LinkedHashMap<>();
    tenants.put(ACME, acme);
    tenants.put(BLUE, blue);
    return Placement.check(tenants);
  }

  private static Network range(String range) {
    return network(range, null, null);
  }

  private static Network network(String range, String endpoint, String name) {
    return new Network(
        "vpc",
        range == null ? null : Cidr.parse(range),
        endpoint == null ? null : EndpointId.parse(endpoint),
        name,
        Map.of());
  }
}
