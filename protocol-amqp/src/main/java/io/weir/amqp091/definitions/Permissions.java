package io.weir.amqp091.definitions;

import io.vertx.core.json.JsonObject;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.access.AccessRule;
import io.weir.core.access.ResourcePattern;
import io.weir.core.access.Subject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RabbitMQ's permissions as rules: to configure is to manage, to write is to publish, to read is to
 * consume. It asks for the right to write to {@code amq.default} where messages are sent to queues
 * by their names; here that is a right to the queue, so whoever may write to {@code amq.default}
 * may publish to all queues there.
 */
final class Permissions {
  private static final String DEFAULT_EXCHANGE = "amq.default";

  /** A name as a whole, or what it begins with, in characters that mean nothing else anywhere. */
  private static final Pattern PLAIN =
      Pattern.compile("\\^((?:[\\w:@ -]|\\\\[.-])+)(\\$|\\.\\*\\$?)");

  private static final Set<String> ALL = Set.of(".*", "^.*$", "^.*", ".*$");

  /** Fits no name. */
  private static final String NOTHING = "~^$";

  private static final Set<String> NONE = Set.of("", "^$");

  private Permissions() {}

  static List<AccessRule> read(List<JsonObject> items, List<String> users, List<String> notTaken) {
    List<AccessRule> rules = new ArrayList<>();
    for (JsonObject item : items) {
      String user = item.getString("user");
      if (!users.contains(user)) {
        notTaken.add("the permissions of user '%s', who is not there".formatted(user));
        continue;
      }
      try {
        rules.addAll(rules(item, new Subject.User(user)));
      } catch (IllegalArgumentException e) {
        notTaken.add(
            "the permissions of user '%s' in vhost '%s', who so has none there: %s"
                .formatted(user, Items.vhost(item), e.getMessage()));
      }
    }
    return rules;
  }

  private static List<AccessRule> rules(JsonObject item, Subject who) {
    String space = Items.space(Items.vhost(item));
    Map<String, Set<Operation>> operations = new LinkedHashMap<>();
    add(operations, item.getString("configure"), Operation.MANAGE);
    add(operations, item.getString("write"), Operation.PUBLISH);
    add(operations, item.getString("read"), Operation.CONSUME);
    List<AccessRule> rules = new ArrayList<>();
    operations.forEach(
        (pattern, allowed) -> {
          for (Kind kind : List.of(Kind.QUEUE, Kind.EXCHANGE)) {
            rules.add(AccessRule.allow(allowed, who, new ResourcePattern(kind, space, pattern)));
          }
        });
    if (operations.isEmpty()) { // it may come in, and do nothing
      rules.add(
          AccessRule.allow(
              Set.of(Operation.CONSUME), who, new ResourcePattern(Kind.QUEUE, space, NOTHING)));
    }
    String writes = item.getString("write");
    if (!ALL.contains(writes)
        && !NONE.contains(writes)
        && com.google.re2j.Pattern.compile(writes).matcher(DEFAULT_EXCHANGE).find()) {
      rules.add(
          AccessRule.allow(
              Set.of(Operation.PUBLISH), who, new ResourcePattern(Kind.QUEUE, space, "*")));
    }
    return rules;
  }

  private static void add(
      Map<String, Set<Operation>> operations, String expression, Operation operation) {
    if (!NONE.contains(expression)) {
      operations
          .computeIfAbsent(pattern(expression), none -> EnumSet.noneOf(Operation.class))
          .add(operation);
    }
  }

  /** The simplest pattern that says the same. */
  static String pattern(String expression) {
    if (ALL.contains(expression)) {
      return "*";
    }
    Matcher plain = PLAIN.matcher(expression);
    if (!plain.matches()) {
      return "~" + expression;
    }
    String name = plain.group(1).replace("\\", "");
    return plain.group(2).equals("$") ? name : name + "*";
  }
}
