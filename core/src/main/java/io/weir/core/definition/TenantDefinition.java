package io.weir.core.definition;

import io.weir.core.access.TenantAccess;
import io.weir.core.auth.TokenIssuer;
import io.weir.core.auth.User;
import io.weir.core.limit.TenantLimits;
import io.weir.core.place.Network;
import io.weir.core.queue.SpaceDefinition;
import io.weir.core.tenant.Names;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.TopicDefaults;
import java.util.List;
import java.util.Optional;

/**
 * All that is said of a tenant. Two that are equal say the same, so that what has changed can be
 * told from what has not.
 *
 * @param tenant whose it is
 * @param networks by which alone it is reached; none where any will do
 * @param users who may connect
 * @param issuers whose tokens are believed
 * @param access who may do what
 * @param limits how much
 * @param topics that are to exist; those that do are left as they are
 * @param autoCreate what becomes of a topic that is used and does not exist; empty where what holds
 *     for all tenants holds here
 * @param names whether a queue and a topic of one name are one thing
 * @param routes where messages go whose address names no topic by itself, the first that fits
 * @param spaces that are to be there, with exchanges, queues and bindings; what is there already is
 *     left as it is
 */
public record TenantDefinition(
    Tenant tenant,
    List<Network> networks,
    List<User> users,
    List<TokenIssuer> issuers,
    TenantAccess access,
    TenantLimits limits,
    List<TopicDefinition> topics,
    Optional<TopicDefaults> autoCreate,
    Names names,
    List<AddressRoute> routes,
    List<SpaceDefinition> spaces) {

  public TenantDefinition {
    networks = List.copyOf(networks);
    users = List.copyOf(users);
    issuers = List.copyOf(issuers);
    topics = List.copyOf(topics);
    routes = List.copyOf(routes);
    spaces = List.copyOf(spaces);
  }

  /** Whether anybody who connects to a listener may be in it, by its name in {@code weir.yaml}. */
  public boolean isReachedBy(String listener) {
    return networks.isEmpty()
        || networks.stream().anyMatch(network -> network.listener().equals(listener));
  }

  /** Whether somebody can prove to be one of its users. */
  public boolean hasUsers() {
    return !users.isEmpty() || issuers.stream().anyMatch(issuer -> issuer.userClaim() != null);
  }
}
