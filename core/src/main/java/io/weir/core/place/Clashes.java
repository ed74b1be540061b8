package io.weir.core.place;

import io.weir.core.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds networks that name two tenants, or that nobody could come by. */
final class Clashes {
  private final Map<Tenant, List<Network>> tenants;
  private final List<Clash> found = new ArrayList<>();

  Clashes(Map<Tenant, List<Network>> tenants) {
    this.tenants = tenants;
  }

  List<Clash> find() {
    Map<Network, Tenant> first = new HashMap<>();
    Map<String, TreeSet<String>> whole = new HashMap<>();
    each(
        (tenant, index, network) -> {
          Tenant earlier = first.putIfAbsent(way(network), tenant);
          if (network.isWhole()) {
            whole.computeIfAbsent(network.listener(), name -> new TreeSet<>()).add(tenant.name());
          }
          if (tenant.equals(earlier)) {
            found.add(new Clash(tenant, index, text(network) + " stands here twice"));
          } else if (earlier != null && !network.isWhole()) {
            found.add(
                new Clash(
                    tenant,
                    index,
                    text(network)
                        + " is that of tenant "
                        + earlier.name()
                        + " already, and a network alone may not name two tenants"));
          }
        });
    each((tenant, index, network) -> belowWhole(tenant, index, network, whole));
    return found;
  }

  /** Where a listener is all one tenant's, nobody else can be reached there without an endpoint. */
  private void belowWhole(
      Tenant tenant, int index, Network network, Map<String, TreeSet<String>> whole) {
    TreeSet<String> owners = whole.getOrDefault(network.listener(), new TreeSet<>());
    if (owners.size() == 1 && !owners.contains(tenant.name()) && network.endpoint() == null) {
      found.add(
          new Clash(
              tenant,
              index,
              text(network)
                  + " cannot be reached, for the whole listener is tenant "
                  + owners.first()
                  + "'s"));
    }
  }

  private interface Each {
    void take(Tenant tenant, int index, Network network);
  }

  private void each(Each what) {
    tenants.forEach(
        (tenant, networks) -> {
          for (int i = 0; i < networks.size(); i++) {
            what.take(tenant, i, networks.get(i));
          }
        });
  }

  /** A network as nothing but a way. */
  private static Network way(Network network) {
    return new Network(
        network.listener(), network.source(), network.endpoint(), network.serverName(), Map.of());
  }

  private static String text(Network network) {
    StringBuilder text = new StringBuilder("listener '").append(network.listener()).append('\'');
    if (network.endpoint() != null) {
      text.append(", endpoint ").append(network.endpoint());
    }
    if (network.source() != null) {
      text.append(", range ").append(network.source());
    }
    if (network.serverName() != null) {
      text.append(", name ").append(network.serverName());
    }
    return text.toString();
  }
}
