package io.weir.core.place;

import io.weir.core.place.Places.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The networks on one listener. Each is filed under what tells the most of it, so that a connection
 * looks at few of them, however many tenants there are.
 */
final class ListenerPlaces {
  private final Map<EndpointId, List<Place>> byEndpoint = new HashMap<>();
  private final Map<Cidr, List<Place>> byRange = new HashMap<>();
  private final TreeSet<Integer> prefixes = new TreeSet<>(Comparator.reverseOrder());
  private final Map<String, List<Place>> byName = new HashMap<>();
  private final List<Place> whole = new ArrayList<>();

  void add(Place place) {
    Network network = place.network();
    if (network.endpoint() != null) {
      byEndpoint.computeIfAbsent(network.endpoint(), id -> new ArrayList<>()).add(place);
    } else if (network.source() != null) {
      byRange.computeIfAbsent(network.source(), range -> new ArrayList<>()).add(place);
      prefixes.add(network.source().prefix());
    } else if (network.serverName() != null) {
      byName.computeIfAbsent(network.serverName(), name -> new ArrayList<>()).add(place);
    } else {
      whole.add(place);
    }
  }

  /** Those by which a connection comes, the most telling first. */
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
    matching.addAll(whole);
    return matching;
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
