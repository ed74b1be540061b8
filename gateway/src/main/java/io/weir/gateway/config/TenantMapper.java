package io.weir.gateway.config;

import io.weir.backend.TopicSettings;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.access.AccessRule;
import io.weir.core.access.ResourcePattern;
import io.weir.core.access.Subject;
import io.weir.core.access.TenantAccess;
import io.weir.core.address.TopicName;
import io.weir.core.auth.CertificateCredential;
import io.weir.core.auth.Credential;
import io.weir.core.auth.ImportedCredential;
import io.weir.core.auth.ScramCredential;
import io.weir.core.auth.ScramMechanism;
import io.weir.core.auth.TokenCredential;
import io.weir.core.auth.TokenIssuer;
import io.weir.core.auth.User;
import io.weir.core.definition.AddressRoute;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.definition.TopicDefinition;
import io.weir.core.place.HostAndPort;
import io.weir.core.place.Network;
import io.weir.core.queue.SpaceDefinition;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.TopicDefaults;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the parts' own records of a tenant's file. */
final class TenantMapper {
  /** Stands for every user in a rule. */
  static final String EVERYONE = "*";

  private final TenantFile file;
  private final List<SpaceDefinition> spaces;
  private final Complaints complaints;

  /**
   * @param spaces which the file of definitions has
   * @param complaints take what the records refuse
   */
  TenantMapper(TenantFile file, List<SpaceDefinition> spaces, Complaints complaints) {
    this.file = file;
    this.spaces = spaces;
    this.complaints = complaints;
  }

  /** Empty only if there are complaints. */
  Optional<TenantDefinition> map() {
    Optional<Tenant> tenant = complaints.attempt(() -> new Tenant(file.tenant()), "tenant");
    List<Network> networks = file.networks().stream().map(TenantMapper::network).toList();
    List<User> users = users();
    List<TokenIssuer> issuers = issuers();
    List<AccessRule> rules = rules();
    List<TopicDefinition> topics = topics();
    List<AddressRoute> routes = routes();
    return tenant.map(
        it ->
            new TenantDefinition(
                it,
                networks,
                users,
                issuers,
                new TenantAccess(!file.users().isEmpty() || !file.issuers().isEmpty(), rules),
                TenantLimitsMapper.limits(file),
                topics,
                file.autoCreate().map(TenantMapper::defaults),
                file.names(),
                routes,
                spaces));
  }

  private static Network network(NetworkConfig network) {
    Map<String, HostAndPort> advertised = new HashMap<>();
    network
        .advertised()
        .forEach((protocol, at) -> advertised.put(protocol, new HostAndPort(at.host(), at.port())));
    return new Network(
        network.listener(),
        network.cidr().orElse(null),
        network.vpcEndpoint().orElse(null),
        network.serverName().orElse(null),
        advertised);
  }

  private List<User> users() {
    List<User> users = new ArrayList<>();
    for (int i = 0; i < file.users().size(); i++) {
      UserConfig user = file.users().get(i);
      List<Credential> credentials = credentials(user, i);
      complaints
          .attempt(
              () -> new User(user.name(), credentials, user.administrator()), "users", i, "name")
          .ifPresent(users::add);
    }
    return users;
  }

  private List<Credential> credentials(UserConfig user, int index) {
    List<Credential> credentials = new ArrayList<>();
    scram(ScramMechanism.SHA_256, user.scramSha256(), index, "scram-sha-256")
        .ifPresent(credentials::add);
    scram(ScramMechanism.SHA_512, user.scramSha512(), index, "scram-sha-512")
        .ifPresent(credentials::add);
    user.imported()
        .flatMap(
            text ->
                complaints.attempt(
                    () -> ImportedCredential.parse(text), "users", index, "imported"))
        .ifPresent(credentials::add);
    user.oauth()
        .flatMap(
            it ->
                complaints.attempt(
                    () -> new TokenCredential(it.issuer(), it.subject()), "users", index, "oauth"))
        .ifPresent(credentials::add);
    user.certificate()
        .flatMap(
            it ->
                complaints.attempt(
                    () -> CertificateCredential.of(it.subject()),
                    "users",
                    index,
                    "certificate",
                    "subject"))
        .ifPresent(credentials::add);
    return credentials;
  }

  private Optional<ScramCredential> scram(
      ScramMechanism mechanism, Optional<String> kept, int index, String key) {
    return kept.flatMap(
        text ->
            complaints.attempt(() -> ScramCredential.parse(mechanism, text), "users", index, key));
  }

  private List<TokenIssuer> issuers() {
    List<TokenIssuer> issuers = new ArrayList<>();
    for (int i = 0; i < file.issuers().size(); i++) {
      IssuerConfig issuer = file.issuers().get(i);
      complaints
          .attempt(
              () ->
                  new TokenIssuer(
                      issuer.issuer(),
                      issuer.keys(),
                      Set.copyOf(issuer.audiences()),
                      Set.copyOf(issuer.algorithms()),
                      issuer.clockSkew(),
                      issuer.userClaim().orElse(null),
                      issuer.roleClaims()),
              "issuers",
              i)
          .ifPresent(issuers::add);
    }
    return issuers;
  }

  private List<AccessRule> rules() {
    List<AccessRule> rules = new ArrayList<>();
    for (int i = 0; i < file.access().size(); i++) {
      AccessConfig line = file.access().get(i);
      boolean allow = line.deny().isEmpty();
      List<Operation> operations = allow ? line.allow() : line.deny();
      Optional<Subject> who = subject(line);
      if (operations.isEmpty() || who.isEmpty()) {
        continue;
      }
      for (Pattern pattern : patterns(line)) {
        complaints
            .attempt(
                () ->
                    new AccessRule(
                        allow,
                        EnumSet.copyOf(operations),
                        who.get(),
                        new ResourcePattern(pattern.kind(), pattern.space(), pattern.text())),
                "access",
                i,
                pattern.key())
            .ifPresent(rules::add);
      }
    }
    return rules;
  }

  /** The name of a user as it is compared. */
  static Optional<String> userName(String written) {
    try {
      return Optional.of(new User(written, List.of(), false).name());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Subject> subject(AccessConfig line) {
    if (line.role().isPresent()) {
      return line.role().map(Subject.Role::new);
    }
    return line.user()
        .flatMap(
            name ->
                name.equals(EVERYONE)
                    ? Optional.of(new Subject.Everyone())
                    : userName(name).map(Subject.User::new));
  }

  /** What a line is about, with the key under which it says so. */
  record Pattern(Kind kind, String key, String space, String text) {
    Pattern(Kind kind, String key, String text) {
      this(kind, key, "", text);
    }
  }

  static List<Pattern> patterns(AccessConfig line) {
    List<Pattern> patterns = new ArrayList<>();
    line.topic().ifPresent(it -> patterns.add(new Pattern(Kind.TOPIC, "topic", it)));
    String space = line.space().orElse("");
    line.queue().ifPresent(it -> patterns.add(new Pattern(Kind.QUEUE, "queue", space, it)));
    line.exchange()
        .ifPresent(it -> patterns.add(new Pattern(Kind.EXCHANGE, "exchange", space, it)));
    line.group().ifPresent(it -> patterns.add(new Pattern(Kind.GROUP, "group", it)));
    line.transactionalId()
        .ifPresent(it -> patterns.add(new Pattern(Kind.TRANSACTIONAL_ID, "transactionalId", it)));
    return patterns;
  }

  private List<TopicDefinition> topics() {
    List<TopicDefinition> topics = new ArrayList<>();
    for (int i = 0; i < file.topics().size(); i++) {
      TopicConfig topic = file.topics().get(i);
      TopicSettings settings = topic.settings();
      complaints
          .attempt(() -> new TopicName(topic.name()), "topics", i, "name")
          .ifPresent(name -> topics.add(new TopicDefinition(name, topic.partitions(), settings)));
    }
    return topics;
  }

  private static TopicDefaults defaults(AutoCreateConfig created) {
    return new TopicDefaults(created.topics(), created.partitions(), created.settings());
  }

  private List<AddressRoute> routes() {
    List<AddressRoute> routes = new ArrayList<>();
    for (int i = 0; i < file.routes().size(); i++) {
      RouteConfig route = file.routes().get(i);
      complaints
          .attempt(() -> new TopicName(route.topic()), "routes", i, "topic")
          .ifPresent(
              topic ->
                  routes.add(
                      new AddressRoute(RouteConfig.PROTOCOL, route.mqtt(), topic, route.key())));
    }
    return routes;
  }
}
