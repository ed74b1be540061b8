package io.weir.gateway;

import io.vertx.core.json.Json;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.access.AccessRule;
import io.weir.core.access.Subject;
import io.weir.core.auth.User;
import io.weir.protocol.ForeignDefinitions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file of a tenant that is imported. Who has no credential cannot be in it; who has is named
 * with its rights.
 */
record TenantText(String tenant, ForeignDefinitions definitions) {

  String fileName() {
    return tenant + ".yaml";
  }

  String definitionsName() {
    return tenant + ".definitions.json";
  }

  /** Who can connect. */
  List<User> users() {
    return definitions.users().stream().filter(user -> !user.credentials().isEmpty()).toList();
  }

  String yaml() {
    StringBuilder yaml = new StringBuilder();
    yaml.append("# Made by 'weir import'. Add networks, limits, and rights to topics as needed.\n");
    yaml.append("tenant: ").append(tenant).append('\n');
    yaml.append("names: separate\n");
    yaml.append("definitions: ").append(quoted(definitionsName())).append('\n');
    users(yaml);
    access(yaml);
    return yaml.toString();
  }

  private void users(StringBuilder yaml) {
    if (!users().isEmpty()) {
      yaml.append("users:\n");
    }
    for (User user : users()) {
      yaml.append("  - name: ").append(quoted(user.name())).append('\n');
      user.imported()
          .ifPresent(it -> yaml.append("    imported: ").append(quoted(it.text())).append('\n'));
    }
  }

  private void access(StringBuilder yaml) {
    Set<String> names = users().stream().map(User::name).collect(Collectors.toSet());
    yaml.append("access:\n");
    if (names.isEmpty()) {
      yaml.append("  # Without users or rules it would be open to all who reach it.\n");
      yaml.append(
          "  - { deny: [publish, consume, manage], user: \"*\", space: \"*\", queue: \"*\", exchange: \"*\" }\n");
      yaml.append(
          "  - { deny: [publish, consume, manage], user: \"*\", topic: \"*\", group: \"*\" }\n");
      return;
    }
    Map<Line, StringBuilder> lines = new LinkedHashMap<>();
    for (AccessRule rule : definitions.rules()) {
      if (rule.who() instanceof Subject.User(String name) && names.contains(name)) {
        String kind = rule.on().kind() == Kind.QUEUE ? "queue" : "exchange";
        lines
            .computeIfAbsent(
                new Line(name, rule.operations(), rule.on().space(), rule.on().pattern()),
                none -> new StringBuilder())
            .append(", ")
            .append(kind)
            .append(": ")
            .append(quoted(rule.on().pattern()));
      }
    }
    if (lines.isEmpty()) {
      yaml.append("  []\n");
    }
    lines.forEach((line, on) -> yaml.append(line.begin()).append(on).append(" }\n"));
  }

  /** What several rules have in common, and one line says. */
  private record Line(String user, Set<Operation> operations, String space, String pattern) {
    String begin() {
      String allowed =
          operations.stream()
              .sorted()
              .map(it -> it.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      String where = space.isEmpty() ? "" : ", space: " + quoted(space);
      return "  - { allow: [%s], user: %s%s".formatted(allowed, quoted(user), where);
    }
  }

  /** As JSON has it, which YAML reads likewise. */
  private static String quoted(String text) {
    return Json.encode(text);
  }
}
