package io.weir.core.place;

import io.weir.core.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The networks of all tenants as they are at one time. Immutable. */
final class Places {

  /** A tenant, and a way to it. */
  record Place(Tenant tenant, Network network) {}

  /**
   * What is known of a connection's tenant.
   *
   * @param on the listener that it came to
   * @param matching the ways by which it came, but for the whole listener; the most telling first
   * @param named the tenants on which all hints agree; null if there is no hint
   */
  private record Known(ListenerPlaces on, List<Place> matching, @Nullable Set<Tenant> named) {}

  private final Map<String, ListenerPlaces> byListener = new HashMap<>();

  /** A listener that no network names. */
  private final ListenerPlaces unnamed;

  private final TenantNames names;

  Places(Map<Tenant, ? extends Collection<Network>> tenants) {
    this.names = new TenantNames(tenants.keySet());
    // They may be reached wherever nothing names another.
    Set<Tenant> anywhere = new HashSet<>();
    Map<String, List<Place>> places = new HashMap<>();
    tenants.forEach(
        (tenant, networks) -> {
          if (networks.isEmpty()) {
            anywhere.add(tenant);
          }
          for (Network network : networks) {
            places
                .computeIfAbsent(network.listener(), name -> new ArrayList<>())
                .add(new Place(tenant, network));
          }
        });
    places.forEach((name, own) -> byListener.put(name, new ListenerPlaces(own, anywhere)));
    this.unnamed = new ListenerPlaces(List.of(), anywhere);
  }

  TenantNames names() {
    return names;
  }

  Placed place(Ingress ingress) {
    Known known = known(ingress);
    if (known.named != null && known.named.size() == 1) {
      return in(ingress, known, known.named.iterator().next());
    }
    return candidates(ingress, known).isEmpty()
        ? new Placed.Refused(ingress)
        : new Placed.Open(ingress);
  }

  /** Puts a connection in a tenant that it says is its own, if it may be. */
  Placed claim(Ingress ingress, Tenant tenant) {
    Known known = known(ingress);
    return candidates(ingress, known).contains(tenant)
        ? in(ingress, known, tenant)
        : new Placed.Refused(ingress);
  }

  /** The one tenant that a connection can only be in, if it is one. */
  @Nullable Tenant only(Ingress ingress) {
    Set<Tenant> candidates = candidates(ingress, known(ingress));
    return candidates.size() == 1 ? candidates.iterator().next() : null;
  }

  /** The tenants that have a way under the name by which a connection came. */
  Set<Tenant> named(Ingress ingress) {
    return tenants(on(ingress).matching(ingress), place -> place.network().serverName() != null);
  }

  private static Placed in(Ingress ingress, Known known, Tenant tenant) {
    Network network = known.on.whole(ingress).get(tenant);
    for (Place place : known.matching.reversed()) {
      network = place.tenant().equals(tenant) ? place.network() : network;
    }
    return new Placed.In(ingress, tenant, network);
  }

  /** The tenants that a connection may be in. */
  private Set<Tenant> candidates(Ingress ingress, Known known) {
    return known.named != null ? known.named : known.on.open(ingress);
  }

  private Known known(Ingress ingress) {
    ListenerPlaces on = on(ingress);
    List<Place> matching = on.matching(ingress);
    Set<Tenant> whole = on.whole(ingress).keySet();
    Set<Tenant> named = null;
    for (Set<Tenant> hint :
        List.of(
            tenants(matching, place -> place.network().endpoint() != null),
            // A listener that several tenants have says of none of them that it is meant.
            whole.size() == 1 ? whole : Set.<Tenant>of(),
            nearest(matching),
            tenants(matching, place -> place.network().serverName() != null))) {
      if (named == null) {
        named = hint.isEmpty() ? null : new LinkedHashSet<>(hint);
      } else if (!hint.isEmpty()) {
        named.retainAll(hint);
      }
    }
    return new Known(on, matching, named);
  }

  private ListenerPlaces on(Ingress ingress) {
    return byListener.getOrDefault(ingress.listener(), unnamed);
  }

  /** Whose range is the smallest of those that a connection's source lies in. */
  private static Set<Tenant> nearest(List<Place> matching) {
    int longest = -1;
    for (Place place : matching) {
      Cidr source = place.network().source();
      longest = source == null ? longest : Math.max(longest, source.prefix());
    }
    int prefix = longest;
    return tenants(
        matching,
        place -> {
          Cidr source = place.network().source();
          return source != null && source.prefix() == prefix;
        });
  }

  private static Set<Tenant> tenants(List<Place> places, Predicate<Place> which) {
    Set<Tenant> tenants = new LinkedHashSet<>();
    for (Place place : places) {
      if (which.test(place)) {
        tenants.add(place.tenant());
      }
    }
    return tenants;
  }
}
