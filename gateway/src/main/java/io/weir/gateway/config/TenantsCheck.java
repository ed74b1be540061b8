package io.weir.gateway.config;

import io.weir.core.auth.User;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.place.Clash;
import io.weir.core.place.Network;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What no tenant's file shows alone: what two of them say of one thing. */
final class TenantsCheck {
  private final Map<Tenant, ParsedTenant> tenants = new LinkedHashMap<>();

  /** All of them, where nothing is wrong with any. */
  Map<Tenant, TenantDefinition> check(List<ParsedTenant> files) {
    Map<Tenant, TenantDefinition> definitions = new LinkedHashMap<>();
    for (ParsedTenant file : files) {
      TenantDefinition definition = file.definition();
      ParsedTenant earlier = tenants.putIfAbsent(definition.tenant(), file);
      if (earlier == null) {
        definitions.put(definition.tenant(), definition);
      } else {
        file.add(
            "tenant '%s' stands in %s already"
                .formatted(definition.tenant().name(), earlier.source()),
            "tenant");
      }
    }
    networks(definitions);
    definitions.values().forEach(this::userNames);
    return definitions;
  }

  private void networks(Map<Tenant, TenantDefinition> definitions) {
    Map<Tenant, List<Network>> networks = new LinkedHashMap<>();
    definitions.forEach((tenant, definition) -> networks.put(tenant, definition.networks()));
    for (Clash clash : Placement.check(networks)) {
      file(clash.tenant()).add(clash.sentence(), "networks", clash.network());
    }
  }

  /**
   * What stands behind an @ in the name that a client gives is cut off if it is a tenant's name.
   */
  private void userNames(TenantDefinition definition) {
    for (int i = 0; i < definition.users().size(); i++) {
      User user = definition.users().get(i);
      int at = user.name().lastIndexOf('@');
      String suffix = user.name().substring(at + 1);
      if (at > 0 && Tenant.isName(suffix) && tenants.containsKey(new Tenant(suffix))) {
        file(definition.tenant())
            .add(
                "'%s' would be taken for user '%s' of tenant '%s', for that is how clients name their tenant"
                    .formatted(user.name(), user.name().substring(0, at), suffix),
                "users",
                i,
                "name");
      }
    }
  }

  private ParsedTenant file(Tenant tenant) {
    ParsedTenant file = tenants.get(tenant);
    if (file == null) {
      throw new IllegalStateException(tenant + " is in no file");
    }
    return file;
  }
}
