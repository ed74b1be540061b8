package io.weir.gateway.config;

import io.weir.core.tenant.Principal;
import io.weir.gateway.config.ProxyProtocolConfig.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the types alone do not say of one tenant's file: names that exist, what goes together. */
final class TenantRules {
  /** As much as one batch can be. */
  private static final long MAX_MESSAGE = 1 << 30;

  /** Names that others have in logs and rules. */
  private static final Map<String, String> RESERVED =
      Map.of(
          Principal.ANONYMOUS.name(),
          "those who present nothing are",
          Principal.INTERNAL.name(),
          "Weir itself is");

  private final Map<String, ListenerConfig> listeners = new HashMap<>();
  private final Set<String> protocols;
  private final TenantFile file;
  private final Complaints complaints;

  /**
   * @param protocols the names that may have a port
   */
  TenantRules(WeirConfig config, Set<String> protocols, TenantFile file, Complaints complaints) {
    config.listeners().forEach(listener -> listeners.put(listener.name(), listener));
    this.protocols = protocols;
    this.file = file;
    this.complaints = complaints;
  }

  void check() {
    for (int i = 0; i < file.networks().size(); i++) {
      network(file.networks().get(i), i);
    }
    issuers();
    users();
    Set<String> users = new HashSet<>();
    file.users().forEach(user -> TenantMapper.userName(user.name()).ifPresent(users::add));
    for (int i = 0; i < file.access().size(); i++) {
      access(file.access().get(i), i, users);
    }
    limits();
    topics();
    routes();
  }

  private void network(NetworkConfig network, int index) {
    ListenerConfig listener = listeners.get(network.listener());
    if (listener == null) {
      complaints.add(
          "there is no listener '%s' in the configuration; there is %s%s"
              .formatted(
                  network.listener(),
                  listed(listeners.keySet()),
                  Nearest.hint(network.listener(), listeners.keySet())),
          "networks",
          index,
          "listener");
      return;
    }
    listener
        .anonymous()
        .filter(tenant -> !tenant.equals(file.tenant()))
        .ifPresent(
            tenant ->
                complaints.add(
                    "everybody who connects to listener '%s' is in tenant '%s', for it has 'anonymous'; nobody reaches this one there"
                        .formatted(network.listener(), tenant),
                    "networks",
                    index,
                    "listener"));
    hints(network, listener, index);
    network
        .advertised()
        .forEach(
            (protocol, address) -> {
              Object[] path = {"networks", index, "advertised", protocol};
              if (!listener.ports().containsKey(protocol)) {
                complaints.add(
                    "listener '%s' has no port for %s, so nobody would be told; it has %s%s"
                        .formatted(
                            network.listener(),
                            protocol,
                            listed(listener.ports().keySet()),
                            Nearest.hint(protocol, listener.ports().keySet())),
                    path);
              }
              if (address.port() == 0) {
                complaints.add("nobody can connect to port 0", path);
              }
            });
  }

  /** What a network asks for must be something that is said on its listener. */
  private void hints(NetworkConfig network, ListenerConfig listener, int index) {
    boolean isBalanced = listener.proxyProtocol().mode() == Mode.REQUIRED;
    if (network.vpcEndpoint().isPresent() && !isBalanced) {
      complaints.add(
          "only a balancer says through which endpoint somebody comes, and listener '%s' has no 'proxyProtocol' with mode: required; nobody comes this way"
              .formatted(network.listener()),
          "networks",
          index,
          "vpcEndpoint");
    }
    if (network.serverName().isPresent() && !isBalanced && !listener.tls().isOn()) {
      complaints.add(
          "a name is asked for in TLS, and listener '%s' has neither 'tls' nor a balancer that could say it; nobody comes this way"
              .formatted(network.listener()),
          "networks",
          index,
          "serverName");
    }
  }

  private void issuers() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < file.issuers().size(); i++) {
      String name = file.issuers().get(i).issuer();
      if (!names.add(name)) {
        complaints.add("issuer '%s' stands here twice".formatted(name), "issuers", i, "issuer");
      }
    }
  }

  private void users() {
    Set<String> names = new HashSet<>();
    Map<UserConfig.OauthConfig, String> tokens = new HashMap<>();
    for (int i = 0; i < file.users().size(); i++) {
      UserConfig user = file.users().get(i);
      if (user.name().equals(TenantMapper.EVERYONE)) {
        complaints.add("'*' stands for every user and is the name of none", "users", i, "name");
      }
      reserved(user.name(), i);
      // A name that is none is said by the record itself.
      boolean isNew = TenantMapper.userName(user.name()).map(names::add).orElse(true);
      if (!isNew) {
        complaints.add("user '%s' stands here twice".formatted(user.name()), "users", i, "name");
      }
      credentials(user, i, tokens);
    }
  }

  private void reserved(String name, int index) {
    TenantMapper.userName(name)
        .filter(RESERVED::containsKey)
        .ifPresent(
            own ->
                complaints.add(
                    "'%s' is no user's name, for %s called so".formatted(own, RESERVED.get(own)),
                    "users",
                    index,
                    "name"));
  }

  private void credentials(UserConfig user, int index, Map<UserConfig.OauthConfig, String> tokens) {
    boolean hasPassword =
        user.scramSha256().isPresent()
            || user.scramSha512().isPresent()
            || user.imported().isPresent();
    if (!hasPassword && user.oauth().isEmpty() && user.certificate().isEmpty()) {
      complaints.add(
          "user '%s' has no credential, so nobody could connect with this name; known are scram-sha-256, scram-sha-512, imported, oauth, certificate"
              .formatted(user.name()),
          "users",
          index);
    }
    if (user.oauth().isEmpty()) {
      return;
    }
    UserConfig.OauthConfig token = user.oauth().get();
    List<String> issuers = file.issuers().stream().map(IssuerConfig::issuer).toList();
    if (!issuers.contains(token.issuer())) {
      complaints.add(
          "there are no keys of the issuer '%s'; it must stand under issuers%s"
              .formatted(token.issuer(), Nearest.hint(token.issuer(), issuers)),
          "users",
          index,
          "oauth",
          "issuer");
    }
    String other = tokens.putIfAbsent(token, user.name());
    if (other != null) {
      complaints.add(
          "these are the tokens of user '%s' already".formatted(other), "users", index, "oauth");
    }
  }

  private void access(AccessConfig line, int index, Set<String> users) {
    if (line.allow().isEmpty() == line.deny().isEmpty()) {
      complaints.add(
          "a rule either allows or denies: it has 'allow' or 'deny', with publish, consume or manage",
          "access",
          index);
    }
    if (line.user().isPresent() == line.role().isPresent()) {
      complaints.add(
          "a rule has either 'user' or 'role'; user: \"*\" is everybody", "access", index);
    }
    if (TenantMapper.patterns(line).isEmpty()) {
      complaints.add(
          "a rule names what it is about: topic, queue, exchange, group or transactionalId",
          "access",
          index);
    }
    if (line.space().isPresent() && line.queue().isEmpty() && line.exchange().isEmpty()) {
      complaints.add("only queues and exchanges are in a virtual host", "access", index, "space");
    }
    if (line.role().equals(Optional.of(TenantMapper.EVERYONE))) {
      complaints.add("a role has a name; user: \"*\" is everybody", "access", index, "role");
    }
    line.user().ifPresent(name -> user(name, index, users));
  }

  private void user(String name, int index, Set<String> users) {
    boolean isKnown = TenantMapper.userName(name).filter(users::contains).isPresent();
    // Where tokens name their users, they are not all listed.
    boolean isOpen = file.issuers().stream().anyMatch(issuer -> issuer.userClaim().isPresent());
    if (!name.equals(TenantMapper.EVERYONE) && !isKnown && !isOpen) {
      complaints.add(
          "there is no user '%s' here%s".formatted(name, Nearest.hint(name, users)),
          "access",
          index,
          "user");
    }
  }

  private void limits() {
    file.limits()
        .messageSize()
        .filter(size -> size.count() < 1 || size.count() > MAX_MESSAGE)
        .ifPresent(
            size ->
                complaints.add("expected from 1B to 1GiB, found " + size, "limits", "messageSize"));
    file.limits()
        .topics()
        .filter(most -> most < file.topics().size())
        .ifPresent(
            most ->
                complaints.add(
                    "there are %d topics in this file, more than these %d"
                        .formatted(file.topics().size(), most),
                    "limits",
                    "topics"));
  }

  private void topics() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < file.topics().size(); i++) {
      String name = file.topics().get(i).name();
      if (!names.add(name)) {
        complaints.add("topic '%s' stands here twice".formatted(name), "topics", i, "name");
      }
    }
  }

  private void routes() {
    for (int i = 0; i < file.routes().size(); i++) {
      if (!protocols.contains(RouteConfig.PROTOCOL)) {
        complaints.add(
            "there is no protocol 'mqtt', whose messages this could route; there is "
                + listed(protocols),
            "routes",
            i);
      }
    }
  }

  private static String listed(Set<String> names) {
    return String.join(", ", new ArrayList<>(names).stream().sorted().toList());
  }
}
