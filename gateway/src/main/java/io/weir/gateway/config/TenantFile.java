package io.weir.gateway.config;

import io.weir.core.tenant.Names;
import java.util.List;
import java.util.Optional;

/** All of a tenant's file, as it is written. */
public record TenantFile(
    @Setting(
            about =
                "Its name: lower-case letters, digits and hyphens, 1 to 63 of them, beginning with a letter or digit.")
        String tenant,
    @Setting(
            about =
                "The ways by which alone it is reached. Without any, it is reached wherever nothing names another tenant.",
            standard = "[]")
        List<NetworkConfig> networks,
    @Setting(
            about =
                "Who may connect. A tenant with neither users nor rules of access is open to all who reach it.",
            standard = "[]")
        List<UserConfig> users,
    @Setting(about = "Whose OAuth 2 tokens are believed.", standard = "[]")
        List<IssuerConfig> issuers,
    @Setting(
            about =
                "Who may do what. What no rule allows is denied, and among the rules that fit one that denies wins.",
            standard = "[]")
        List<AccessConfig> access,
    @Setting(about = "How much the tenant may, all of it together.", standard = "{}")
        TenantLimitsConfig limits,
    @Setting(
            about =
                "Topics that are created where they do not exist; those that do are left as they are.",
            standard = "[]")
        List<TopicConfig> topics,
    @Setting(
            about =
                "What becomes of a topic that is used and does not exist. Without it, what weir.yaml says.")
        Optional<AutoCreateConfig> autoCreate,
    @Setting(
            about =
                "Whether a queue declared where a topic of its name exists is a view on that topic, or a thing of its own.",
            standard = "shared")
        Names names,
    @Setting(
            about =
                "Where messages go whose address names no topic by itself, the first that fits.",
            standard = "[]")
        List<RouteConfig> routes,
    @Setting(
            about =
                "A file beside this one, NAME.definitions.json, with virtual hosts, exchanges, queues and bindings as RabbitMQ exports them; those that are missing are made, what is there is left as it is.")
        Optional<String> definitions) {

  public TenantFile {
    networks = List.copyOf(networks);
    users = List.copyOf(users);
    issuers = List.copyOf(issuers);
    access = List.copyOf(access);
    topics = List.copyOf(topics);
    routes = List.copyOf(routes);
  }
}
