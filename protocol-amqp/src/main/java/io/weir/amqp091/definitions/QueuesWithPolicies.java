package io.weir.amqp091.definitions;

import io.vertx.core.json.JsonObject;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.amqp091.mapping.QueueArguments;
import io.weir.core.queue.QueueOptions;
import io.weir.core.queue.SpaceDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Queues, each with what the policy of the highest priority says of it besides. Clients go on to
 * declare a queue without that, and it is the same queue.
 */
final class QueuesWithPolicies {
  private static final String APPLIES = "apply-to";

  /** Of what both a policy and a queue say the smaller holds. */
  private static final Set<String> SMALLER =
      Set.of("message-ttl", "expires", "max-length", "max-length-bytes", "delivery-limit");

  /** Of what both say, the queue's holds. */
  private static final Set<String> QUEUES_OWN =
      Set.of("overflow", "dead-letter-exchange", "dead-letter-routing-key", "max-age");

  /** What only says where and how the other broker keeps things. */
  private static final Set<String> NOTHING =
      Set.of(
          "queue-mode",
          "queue-version",
          "queue-master-locator",
          "queue-leader-locator",
          "ha-mode",
          "ha-params",
          "ha-sync-mode",
          "ha-sync-batch-size",
          "ha-promote-on-shutdown",
          "ha-promote-on-failure",
          "max-in-memory-length",
          "max-in-memory-bytes",
          "stream-max-segment-size-bytes",
          "initial-cluster-size",
          "dead-letter-strategy");

  private static final Map<String, Set<String>> KINDS =
      Map.of(
          "all", Set.of(QueueArguments.CLASSIC, QueueArguments.QUORUM, QueueArguments.STREAM),
          "queues", Set.of(QueueArguments.CLASSIC, QueueArguments.QUORUM, QueueArguments.STREAM),
          "classic_queues", Set.of(QueueArguments.CLASSIC),
          "quorum_queues", Set.of(QueueArguments.QUORUM),
          "streams", Set.of(QueueArguments.STREAM));

  private record Policy(
      String name,
      String vhost,
      Pattern pattern,
      Set<String> types,
      int priority,
      JsonObject says) {
    String called() {
      return "policy '" + name + "' of vhost '" + vhost + "'";
    }
  }

  private final List<Policy> policies = new ArrayList<>();
  private final Set<Policy> used = new HashSet<>();
  private final List<String> notTaken;

  QueuesWithPolicies(List<JsonObject> items, List<String> notTaken) {
    this.notTaken = notTaken;
    for (JsonObject item : items) {
      policy(item);
    }
    policies.sort(Comparator.comparingInt(Policy::priority).reversed());
  }

  private void policy(JsonObject item) {
    String called =
        "policy '%s' of vhost '%s'".formatted(item.getString("name"), Items.vhost(item));
    JsonObject says = item.getJsonObject("definition");
    String applies = item.getString(APPLIES, "all");
    for (String key : says.fieldNames()) {
      if (NOTHING.contains(key)) {
        notTaken.add("'%s' of %s, which has no meaning here".formatted(key, called));
      } else if (!SMALLER.contains(key) && !QUEUES_OWN.contains(key)) {
        notTaken.add("'%s' of %s".formatted(key, called));
      }
    }
    if (!KINDS.containsKey(applies)) {
      return; // Of exchanges, of which all that a policy can say is told above.
    }
    try {
      policies.add(
          new Policy(
              item.getString("name"),
              Items.vhost(item),
              Pattern.compile(item.getString("pattern")),
              KINDS.get(applies),
              item.getInteger("priority", 0),
              says));
    } catch (PatternSyntaxException e) {
      notTaken.add(called + ", for its pattern is none here: " + e.getDescription());
    }
  }

  /** Policies hold for what is declared later, too; here for what there is. */
  void tellUnused() {
    for (Policy policy : policies) {
      notTaken.add(
          used.contains(policy)
              ? policy.called()
                  + " for queues that are declared later; it holds for those that there are"
              : policy.called() + ", which fits no queue that there is");
    }
  }

  /** A queue; empty, and told, where there can be none like it. */
  Optional<SpaceDefinition.Queue> read(JsonObject item) {
    String name = item.getString("name");
    String vhost = Items.vhost(item);
    Table arguments = Items.table(item.getValue("arguments"));
    if (!item.getBoolean("durable", true)) {
      notTaken.add(
          "queue '%s' in vhost '%s', which is not durable: its clients declare it"
              .formatted(name, vhost));
      return Optional.empty();
    }
    try {
      QueueOptions declared = options(item, name, vhost, arguments);
      Policy policy = policyOf(name, vhost, declared.variant());
      return Optional.of(
          new SpaceDefinition.Queue(
              name, policy == null ? declared : under(policy, item, declared, arguments)));
    } catch (AmqpException e) {
      notTaken.add("queue '%s' in vhost '%s': %s".formatted(name, vhost, e.getMessage()));
      return Optional.empty();
    }
  }

  private static QueueOptions options(JsonObject item, String name, String vhost, Table arguments) {
    return QueueArguments.options(
        new QueueMethod.Declare(
            0, name, false, true, false, item.getBoolean("auto_delete", false), false, arguments),
        name,
        vhost);
  }

  private @Nullable Policy policyOf(String queue, String vhost, String type) {
    return policies.stream()
        .filter(policy -> policy.vhost.equals(vhost) && policy.types.contains(type))
        .filter(policy -> policy.pattern.matcher(queue).find())
        .findFirst()
        .orElse(null);
  }

  private QueueOptions under(
      Policy policy, JsonObject item, QueueOptions declared, Table arguments) {
    used.add(policy);
    String name = item.getString("name");
    Table said = Items.table(policy.says);
    Table.Builder both = Table.builder();
    Set<String> decided = new HashSet<>();
    for (Table.Field field : said.fields()) {
      String key = field.name().toString();
      String argument = "x-" + key;
      Value own = arguments.get(argument);
      if (SMALLER.contains(key) || QUEUES_OWN.contains(key)) {
        decided.add(argument);
        both.put(argument, own == null ? field.value() : chosen(key, own, field.value()));
      }
    }
    for (Table.Field field : arguments.fields()) {
      if (!decided.contains(field.name().toString())) {
        both.put(field.name(), field.value());
      }
    }
    try {
      return options(item, name, policy.vhost, both.build())
          .change()
          .arguments(declared.arguments())
          .declared(declared)
          .build();
    } catch (AmqpException e) {
      notTaken.add("%s for queue '%s': %s".formatted(policy.called(), name, e.getMessage()));
      return declared;
    }
  }

  private static Value chosen(String key, Value own, Value said) {
    return SMALLER.contains(key)
            && own instanceof Value.Whole mine
            && said instanceof Value.Whole theirs
            && theirs.toLong() < mine.toLong()
        ? said
        : own;
  }
}
