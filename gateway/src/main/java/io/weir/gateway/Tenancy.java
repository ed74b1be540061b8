package io.weir.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Measure;
import io.weir.backend.Measure.Kind;
import io.weir.core.auth.Authenticator;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.limit.NodeLimits;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.gateway.config.AnonymousTenants;
import io.weir.gateway.config.ListenerConfig;
import io.weir.gateway.config.WeirConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tenants that there are, in all parts that know of them: where connections belong, who may
 * come in, what they may, how much, what their topics are. Any thread.
 */
final class Tenancy {
  private final WeirConfig config;
  private final CoreRules rules;
  private final Placement placement = Placement.of(Map.of());
  private final Authenticator authenticator;
  private Map<Tenant, TenantDefinition> running = Map.of();

  /**
   * Knows of no tenant until {@link #apply}.
   *
   * @param rules of the core
   * @param secret see {@link Authenticator#Authenticator}
   */
  Tenancy(WeirConfig config, Vertx vertx, CoreRules rules, byte[] secret) {
    this.config = config;
    this.rules = rules;
    this.authenticator = new Authenticator(vertx, secret, placement);
  }

  Placement placement() {
    return placement;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  /**
   * From now on there are these tenants, and the one that listeners imply. All of it is put into
   * effect or, where that cannot be, none. Each part takes its own at once; who comes in between
   * two of them is judged by the later ones as they were.
   *
   * @param defined by files
   * @throws IllegalArgumentException with a sentence, for users or issuers that cannot be told
   *     apart; nothing changes then
   */
  synchronized void apply(Map<Tenant, TenantDefinition> defined) {
    Map<Tenant, TenantDefinition> all = new LinkedHashMap<>(defined);
    AnonymousTenants.implied(config, defined.keySet()).ifPresent(it -> all.put(it.tenant(), it));
    // This one alone may refuse, so it comes first; what follows only takes what has been checked.
    authenticator.replace(each(all, TenantDefinition::users), each(all, TenantDefinition::issuers));
    rules.access().replace(each(all, TenantDefinition::access));
    rules.limits().replace(NodeLimits.UNLIMITED, each(all, TenantDefinition::limits));
    rules.topics().replace(all);
    rules.names().replace(all);
    rules.tenants().replace(all.keySet());
    // A tenant that is new is reached when all the rest is there.
    placement.replace(each(all, TenantDefinition::networks));
    running = Map.copyOf(all);
  }

  /** The listeners that ask for credentials which nobody can have. */
  synchronized List<String> listenersForNobody() {
    return config.listeners().stream()
        .filter(ListenerConfig::asksForCredentials)
        .map(ListenerConfig::name)
        .filter(
            listener ->
                running.values().stream()
                    .noneMatch(tenant -> tenant.hasUsers() && tenant.isReachedBy(listener)))
        .toList();
  }

  /** What is counted of those who come in. */
  List<Measure> measures() {
    return List.of(
        new Measure(
            "password_hashes",
            Kind.COUNTER,
            "Slow hashes made to verify passwords, of users who exist and others alike.",
            authenticator.hashes()));
  }

  private static <T> Map<Tenant, T> each(
      Map<Tenant, TenantDefinition> tenants, Function<TenantDefinition, T> part) {
    return tenants.values().stream().collect(Collectors.toMap(TenantDefinition::tenant, part));
  }

  /** Ends what verifies credentials: nobody comes in any more. */
  Future<Void> close() {
    authenticator.close();
    return Future.succeededFuture();
  }
}
