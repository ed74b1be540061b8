package io.weir.amqp091.definitions;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.core.access.AccessRule;
import io.weir.core.auth.User;
import io.weir.core.queue.SpaceDefinition;
import io.weir.protocol.DefinitionsException;
import io.weir.protocol.DefinitionsReader;
import io.weir.protocol.ForeignDefinitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads RabbitMQ's {@code definitions.json}, of a whole broker or of one virtual host. */
public final class RabbitDefinitions implements DefinitionsReader {
  private static final List<String> TOPOLOGY =
      List.of("vhosts", "policies", "exchanges", "queues", "bindings");

  /** What is said there and means nothing elsewhere. */
  private static final Set<String> NOTHING = Set.of("cluster_name", "internal_cluster_id");

  @Override
  public ForeignDefinitions read(String text) throws DefinitionsException {
    JsonObject json = parse(text);
    List<String> notTaken = new ArrayList<>();
    try {
      List<User> users = Users.read(Items.of(json, "users"), notTaken);
      List<AccessRule> rules =
          Permissions.read(
              Items.of(json, "permissions"), users.stream().map(User::name).toList(), notTaken);
      List<SpaceDefinition> spaces = new Spaces(json, notTaken).read();
      others(json, notTaken);
      return new ForeignDefinitions(users, rules, spaces, topology(json), notTaken);
    } catch (ClassCastException | NullPointerException e) {
      throw new DefinitionsException(
          "this is JSON, but not as RabbitMQ exports its definitions: " + e.getMessage());
    }
  }

  private static JsonObject parse(String text) throws DefinitionsException {
    try {
      JsonObject json = new JsonObject(text);
      if (Stream.of("vhosts", "exchanges", "queues").noneMatch(json::containsKey)) {
        throw new DefinitionsException(
            "there are no vhosts, exchanges or queues in it, as in an export of RabbitMQ's definitions");
      }
      return json;
    } catch (DecodeException e) {
      throw new DefinitionsException("this is no JSON: " + e.getMessage());
    }
  }

  private static String topology(JsonObject json) {
    JsonObject some = new JsonObject();
    for (String part : TOPOLOGY) {
      if (json.containsKey(part)) {
        some.put(part, json.getJsonArray(part));
      }
    }
    return some.encodePrettily() + "\n";
  }

  private static void others(JsonObject json, List<String> notTaken) {
    for (JsonObject each : Items.of(json, "topic_permissions")) {
      notTaken.add(
          "the rights of user '%s' to routing keys of exchange '%s' in vhost '%s': rights are to exchanges and queues as a whole"
              .formatted(each.getString("user"), each.getString("exchange"), Items.vhost(each)));
    }
    for (JsonObject each : Items.of(json, "parameters")) {
      notTaken.add(
          "the parameter '%s' of '%s' in vhost '%s'"
              .formatted(each.getString("name"), each.getString("component"), Items.vhost(each)));
    }
    for (JsonObject each : Items.of(json, "global_parameters")) {
      if (!NOTHING.contains(each.getString("name"))) {
        notTaken.add("the global parameter '" + each.getString("name") + "'");
      }
    }
    for (JsonObject each : Items.of(json, "vhosts")) {
      limits("vhost '" + each.getString("name") + "'", each.getValue("limits"), notTaken);
    }
    for (JsonObject each : Items.of(json, "users")) {
      limits("user '" + each.getString("name") + "'", each.getValue("limits"), notTaken);
    }
  }

  private static void limits(String whose, Object limits, List<String> notTaken) {
    boolean isEmpty =
        limits == null
            || limits instanceof JsonObject object && object.isEmpty()
            || limits instanceof JsonArray array && array.isEmpty();
    if (!isEmpty) {
      notTaken.add(
          "the limits of %s; a tenant file has limits of the tenant and of its users"
              .formatted(whose));
    }
  }
}
