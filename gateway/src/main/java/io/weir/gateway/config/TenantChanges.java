package io.weir.gateway.config;

import io.weir.core.definition.TenantDefinition;
import io.weir.core.event.Event.TenantsReloaded;
import io.weir.core.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log which tenants came, changed and went; never what their secrets are. */
final class TenantChanges {
  private static final Logger LOG = LoggerFactory.getLogger(TenantChanges.class);

  private TenantChanges() {}

  static void log(Map<Tenant, TenantDefinition> before, Map<Tenant, TenantDefinition> after) {
    lines(before, after).forEach(line -> LOG.info("{}", line));
  }

  /** The same, for whoever listens. */
  static TenantsReloaded event(
      Map<Tenant, TenantDefinition> before, Map<Tenant, TenantDefinition> after) {
    NavigableSet<Tenant> came = new TreeSet<>(after.keySet());
    came.removeAll(before.keySet());
    NavigableSet<Tenant> went = new TreeSet<>(before.keySet());
    went.removeAll(after.keySet());
    NavigableSet<Tenant> changed = new TreeSet<>(after.keySet());
    changed.removeIf(
        tenant ->
            !before.containsKey(tenant) || Objects.equals(before.get(tenant), after.get(tenant)));
    return new TenantsReloaded(true, came, changed, went);
  }

  /** A line for each, in the order of names. */
  static List<String> lines(
      Map<Tenant, TenantDefinition> before, Map<Tenant, TenantDefinition> after) {
    List<String> lines = new ArrayList<>();
    after.forEach(
        (tenant, definition) -> {
          TenantDefinition old = before.get(tenant);
          if (old == null) {
            lines.add("Tenant '" + tenant.name() + "' came");
          } else if (!old.equals(definition)) {
            lines.add(
                "Tenant '%s' changed: %s"
                    .formatted(tenant.name(), String.join(", ", parts(old, definition))));
          }
        });
    before.keySet().stream()
        .filter(tenant -> !after.containsKey(tenant))
        .forEach(tenant -> lines.add("Tenant '" + tenant.name() + "' went"));
    return lines.stream().sorted().toList();
  }

  private static List<String> parts(TenantDefinition old, TenantDefinition now) {
    List<String> parts = new ArrayList<>();
    part(parts, "networks", old.networks(), now.networks());
    part(parts, "users", old.users(), now.users());
    part(parts, "issuers", old.issuers(), now.issuers());
    part(parts, "access", old.access(), now.access());
    part(parts, "limits", old.limits(), now.limits());
    part(parts, "topics", old.topics(), now.topics());
    part(parts, "autoCreate", old.autoCreate(), now.autoCreate());
    part(parts, "names", old.names(), now.names());
    part(parts, "routes", old.routes(), now.routes());
    part(parts, "definitions", old.spaces(), now.spaces());
    return parts;
  }

  private static void part(List<String> parts, String name, Object old, Object now) {
    if (!old.equals(now)) {
      parts.add(name);
    }
  }
}
