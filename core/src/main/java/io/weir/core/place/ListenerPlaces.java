package io.weir.core.place;

import io.weir.core.place.Places.Place;
import io.weir.core.tenant.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The networks on one listener. Each is filed under what tells the most of it, and what thousands
 * of tenants share is put together beforehand, so that a connection looks at few of them, however
 * many tenants there are. Does not change.
 */
final class ListenerPlaces {
  private final Map<EndpointId, List<Place>> byEndpoint = new HashMap<>();
  private final Map<Cidr, List<Place>> byRange = new HashMap<>();
  private final TreeSet<Integer> prefixes = new TreeSet<>(Comparator.reverseOrder());
  private final Map<String, List<Place>> byName = new HashMap<>();

  /** By whose tenant: those that are the listener as a whole. */
  private final Map<Tenant, Network> whole = new HashMap<>();

  private final Set<Tenant> open;

  /**
   * @param anywhere tenants that may be reached on any listener
   */
  ListenerPlaces(List<Place> places, Set<Tenant> anywhere) {
    places.forEach(this::add);
    open = new HashSet<>(anywhere);
    open.addAll(whole.keySet());
  }

  private void add(Place place) {
    Network network = place.network();
    if (network.endpoint() != null) {
      byEndpoint.computeIfAbsent(network.endpoint(), id -> new ArrayList<>()).add(place);
    } else if (network.source() != null) {
      byRange.computeIfAbsent(network.source(), range -> new ArrayList<>()).add(place);
      prefixes.add(network.source().prefix());
    } else if (network.serverName() != null) {
      byName.computeIfAbsent(network.serverName(), name -> new ArrayList<>()).add(place);
    } else {
      whole.putIfAbsent(place.tenant(), network);
    }
  }

  /**
   * Of those that are not the whole listener, by which a connection comes; the best known first.
   */
  List<Place> matching(Ingress ingress) {
    List<Place> matching = new ArrayList<>();
    if (ingress.endpoint() != null) {
      addMatching(byEndpoint.get(ingress.endpoint()), ingress, matching);
      return matching;
    }
    var address = ingress.source().getAddress();
    int bits = address.getAddress().length * 8;
    for (int prefix : prefixes) {
      if (prefix <= bits) {
        addMatching(byRange.get(Cidr.around(address, prefix)), ingress, matching);
      }
    }
    if (ingress.serverName() != null) {
      addMatching(byName.get(ingress.serverName()), ingress, matching);
    }
    return matching;
  }

  /** Who has the listener as a whole; nobody, for those who come through an endpoint. */
  Map<Tenant, Network> whole(Ingress ingress) {
    return ingress.endpoint() == null ? whole : Map.of();
  }

  /** In which tenants a connection may be where its way names none. */
  Set<Tenant> open(Ingress ingress) {
    return ingress.endpoint() == null ? open : Set.of();
  }

  private static void addMatching(@Nullable List<Place> places, Ingress ingress, List<Place> to) {
    if (places != null) {
      for (Place place : places) {
        if (place.network().matches(ingress)) {
          to.add(place);
        }
      }
    }
  }
}
