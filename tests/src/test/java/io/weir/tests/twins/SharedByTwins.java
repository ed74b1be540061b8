package io.weir.tests.twins;

import static java.util.Objects.requireNonNull;

import io.weir.tests.kafka.Clients;
import io.weir.tests.servers.KeptPassword;
import io.weir.tests.servers.Ports;
import io.weir.tests.servers.SharedWeir;
import io.weir.tests.servers.User;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * A Weir that suites share, with the tenants of all pairs. Each has a listener of its own, which
 * asks for credentials, and a user who may do everything there.
 */
final class SharedByTwins implements AutoCloseable {
  private final SharedWeir shared;
  private final Map<String, Address> addresses = new LinkedHashMap<>();
  private final WeirProcess weir;

  private record Address(int kafka, int amqp, int http) {}

  SharedByTwins(SharedWeir shared) {
    this.shared = shared;
    WeirSetup setup = shared.setup();
    StringBuilder listeners = new StringBuilder();
    for (String tenant : Pair.allTenants()) {
      Address address = new Address(Ports.free(), Ports.free(), Ports.free());
      addresses.put(tenant, address);
      listeners.append(
          "- { name: of-%s, ports: { kafka: %d, amqp: %d, http: %d } }\n"
              .formatted(tenant, address.kafka, address.amqp, address.http));
      setup.tenant(tenant, file(tenant));
    }
    listeners.append("- { name: operators, ports: { admin: <admin> } }\n");
    this.weir = setup.listeners(listeners.toString()).start();
  }

  private static String file(String tenant) {
    User user = Pair.user(tenant);
    return """
    tenant: %1$s
    networks: [{ listener: of-%1$s }]
    users: [{ name: %2$s, scram-sha-256: "%3$s" }]
    access: [{ allow: [publish, consume, manage], user: %2$s, topic: "*", group: "*", exchange: "*", queue: "*" }]
    """
        .formatted(tenant, user.name(), KeptPassword.of(user.password(), "salt of " + tenant));
  }

  /** A client of a tenant, by what some user knows. */
  Admin admin(String tenant, User user) {
    String[] settings =
        user.kafka().entrySet().stream()
            .flatMap(setting -> Stream.of(setting.getKey(), setting.getValue()))
            .toArray(String[]::new);
    return Clients.admin("127.0.0.1:" + address(tenant).kafka, settings);
  }

  /** What tells a tenant's JVM where this is. */
  List<String> options(String tenant) {
    return shared.at(address(tenant).kafka, address(tenant).amqp, address(tenant).http);
  }

  private Address address(String tenant) {
    return requireNonNull(addresses.get(tenant));
  }

  /** The samples of its metrics that bear a tenant's name. */
  List<String> metrics() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest page = HttpRequest.newBuilder(URI.create(weir.admin() + "/metrics")).build();
      return http.send(page, BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.contains("tenant=\""))
          .toList();
    }
  }

  @Override
  public void close() {
    weir.close();
  }
}
