package io.weir.tests.tenants;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.weir.tests.programs.Project;
import io.weir.tests.servers.KeptPassword;
import io.weir.tests.servers.Ports;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A gateway where three tenants meet whose users and topics have the same names. Red and blue have
 * networks of every kind; free has none, so it is reached wherever nothing names another.
 */
final class Crossroads implements AutoCloseable {
  static final List<String> TENANTS = List.of("blue", "free", "red");

  /** Ranges name tenants here. */
  static final String PLAIN = "plain";

  /** Ranges and names do. */
  static final String TLS = "tls";

  /** Balancers do: by endpoints, by the client's range, by the name that it asked for. */
  static final String BALANCED = "balanced";

  /** All of it is red's. */
  static final String REDS = "reds";

  /** Red and blue share it. */
  static final String SHARED = "shared";

  /** It is in no tenant's networks. */
  static final String LOBBY = "lobby";

  private static final List<String> LISTENERS = List.of(PLAIN, TLS, BALANCED, REDS, SHARED, LOBBY);
  private static final int USERS = 200;

  final Authority authority = new Authority();
  final WeirProcess weir;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Issuer> issuers = new LinkedHashMap<>();
  private final Issuer forger = new Issuer(issuerName("red"));
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  Crossroads() throws Exception {
    WeirSetup setup = new WeirSetup("crossroads");
    StringBuilder listeners = new StringBuilder();
    for (String listener : LISTENERS) {
      listeners.append("- name: %s\n  ports: { ".formatted(listener));
      for (Speaker speaker : Speakers.ALL) {
        int port = Ports.free();
        ports.put(listener + "/" + speaker.protocol(), port);
        listeners.append("%s: %d, ".formatted(speaker.protocol(), port));
      }
      listeners.append("}\n");
      if (listener.equals(TLS)) {
        listeners.append("  tls: " + authority.listener() + "\n");
      } else if (listener.equals(BALANCED)) {
        listeners.append("  proxyProtocol: { mode: required, trusted: [127.0.0.1] }\n");
      }
    }
    listeners.append("- { name: operators, ports: { admin: <admin> } }\n");
    setup.listeners(listeners.toString());
    for (String tenant : TENANTS) {
      issuers.put(tenant, new Issuer(issuerName(tenant)));
      setup.tenant(tenant, file(tenant));
    }
    weir = setup.start();
  }

  private String file(String tenant) throws Exception {
    Path keys = Project.newDirectory("keys").resolve(tenant + ".json");
    Files.writeString(keys, issuer(tenant).keySet());
    return """
    tenant: %s
    networks: %s
    issuers: [{ issuer: "%s", keys: "%s", audiences: [weir] }]
    access: [{ allow: [publish, consume, manage], user: "*", topic: "*", group: "*", queue: "*", exchange: "*" }]
    topics:
      - { name: letters, durability: memory }
      - { name: of-%s, durability: memory }
    users:
    %s
    """
        .formatted(
            tenant, networks(tenant), issuerName(tenant), keys.toUri(), tenant, users(tenant));
  }

  /** Gives a tenant's issuer another key, and waits until the gateway has heard of it. */
  void renewKeys(String tenant) throws Exception {
    long before = measured("weir_tenant_changes_total");
    issuers.put(tenant, new Issuer(issuerName(tenant)));
    weir.tenant(tenant, file(tenant));
    await().until(() -> measured("weir_tenant_changes_total") > before);
  }

  private static String networks(String tenant) {
    return switch (tenant) {
      case "red" ->
          """

            - { listener: plain, cidr: 127.16.0.0/16 }
            - { listener: tls, cidr: 127.16.0.0/16 }
            - { listener: tls, serverName: red.example.com }
            - { listener: balanced, cidr: 127.16.0.0/16 }
            - { listener: balanced, serverName: red.example.com }
            - { listener: balanced, vpcEndpoint: "aws:vpce-0a1b2c3d4e5f67890" }
            - { listener: balanced, vpcEndpoint: "azure:305419896" }
            - { listener: balanced, vpcEndpoint: "gcp:9223372036854775809" }
            - { listener: balanced, vpcEndpoint: "alibaba:ep-2zeabcdef" }
            - { listener: balanced, vpcEndpoint: "aws:vpce-of-both", serverName: red.example.com }
            - { listener: reds }
            - { listener: shared }
          """;
      case "blue" ->
          """

            - { listener: plain, cidr: 127.16.192.0/18 }
            - { listener: plain, cidr: 127.17.0.0/16 }
            - { listener: tls, cidr: 127.17.0.0/16 }
            - { listener: tls, serverName: blue.example.com }
            - { listener: balanced, cidr: 127.17.0.0/16 }
            - { listener: balanced, serverName: blue.example.com }
            - { listener: balanced, vpcEndpoint: "aws:vpce-0123456789abcdef0" }
            - { listener: balanced, vpcEndpoint: "aws:vpce-of-both", serverName: blue.example.com }
            - { listener: shared }
          """;
      default -> "[]";
    };
  }

  /** All have the same password, of which the same is kept: salted, but once for all. */
  private static String users(String tenant) {
    String kept = KeptPassword.of(password(tenant), tenant + " has sixteen bytes");
    return IntStream.range(0, USERS)
        .mapToObj(
            number ->
                "  - { name: %1$s, scram-sha-256: \"%2$s\", oauth: { issuer: \"%3$s\", subject: %1$s }, certificate: { subject: \"CN=%1$s,O=%4$s\" } }"
                    .formatted(user(number), kept, issuerName(tenant), tenant))
        .collect(Collectors.joining("\n"));
  }

  private static String issuerName(String tenant) {
    return "https://id." + tenant + ".example.com";
  }

  /** Of every user of a tenant. */
  static String password(String tenant) {
    return "only " + tenant + " knows";
  }

  /** A user that every tenant has. */
  static String user(int number) {
    return "u%03d".formatted(number % USERS);
  }

  int port(String listener, Speaker speaker) {
    return requireNonNull(ports.get(listener + "/" + speaker.protocol()));
  }

  /** Who gives the tokens of a tenant's users. */
  Issuer issuer(String tenant) {
    return requireNonNull(issuers.get(tenant));
  }

  /** What proves in a tenant, or nowhere, that one is that user. */
  String secret(Credential.Kind kind, String user, String tenant) throws Exception {
    return switch (kind) {
      case NONE, CERTIFICATE -> "";
      case PASSWORD, SCRAM -> TENANTS.contains(tenant) ? password(tenant) : "wrong";
      case TOKEN -> issuers.getOrDefault(tenant, forger).token(user);
    };
  }

  /** A user of a tenant with the right secret, who says which tenant it means. */
  Credential member(Credential.Kind kind, String tenant) throws Exception {
    String name = kind.hasName() ? user(1) + "@" + tenant : user(1);
    return new Credential(kind, name, secret(kind, user(1), tenant), authority.trusting());
  }

  /** Where whoever says its tenant is let in. */
  Way shared(Speaker speaker) {
    return Way.direct(port(SHARED, speaker), InetAddress.getLoopbackAddress());
  }

  /** How many slow hashes were made to verify passwords. */
  long hashes() throws IOException, InterruptedException {
    return measured("weir_password_hashes_total");
  }

  /** What the gateway counts. */
  long measured(String name) throws IOException, InterruptedException {
    HttpRequest page = HttpRequest.newBuilder(URI.create(weir.admin() + "/metrics")).build();
    return http.send(page, BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    http.close();
    weir.close();
  }
}
