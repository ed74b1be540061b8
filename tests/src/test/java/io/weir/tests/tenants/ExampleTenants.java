package io.weir.tests.tenants;

import io.weir.tests.programs.Project;
import io.weir.tests.servers.Ports;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway with the tenants of {@code docs/examples}, the listeners that they need, and ways to
 * them through the network: the shop's, a customer's private endpoint, and the internet.
 */
final class ExampleTenants implements AutoCloseable {
  private static final Path EXAMPLES = Project.root().resolve("docs/examples/tenants");
  private static final String ENDPOINT = "vpce-0a1b2c3d4e5f67890";
  private static final String ISSUER = "https://id.example.com/realms/acme";

  final Authority authority = new Authority();
  final Issuer issuer = new Issuer(ISSUER);
  final Relay shopKafka;
  final Relay shopHttp;
  final Relay acmeKafka;
  final Relay acmeHttp;
  final Relay internetHttp;
  final WeirProcess weir;
  private final List<Relay> relays = new ArrayList<>();

  ExampleTenants() throws Exception {
    int kafka = Ports.free();
    int http = Ports.free();
    int vpcKafka = Ports.free();
    int vpcHttp = Ports.free();
    InetAddress shop = InetAddress.getByName("127.0.0.2");
    InetAddress balancer = InetAddress.getByName("127.0.0.3");
    shopKafka = relay(shop, new byte[0], kafka);
    shopHttp = relay(shop, new byte[0], http);
    acmeKafka = relay(balancer, Balancer.header(Balancer.aws(ENDPOINT)), vpcKafka);
    acmeHttp = relay(balancer, Balancer.header(Balancer.aws(ENDPOINT)), vpcHttp);
    internetHttp = relay(balancer, Balancer.header(), vpcHttp);
    Path keys = Project.newDirectory("keys").resolve("keys.json");
    Files.writeString(keys, issuer.keySet());
    weir =
        new WeirSetup("tenants")
            .listeners(
                """
                - name: local
                  ports: { kafka: %d, http: %d }
                  tls: %s
                  advertised: { kafka: "localhost:%d" }
                - name: vpc
                  ports: { kafka: %d, http: %d }
                  proxyProtocol: { mode: required, trusted: [127.0.0.3] }
                - name: operators
                  ports: { admin: <admin> }
                """
                    .formatted(kafka, http, authority.listener(), kafka, vpcKafka, vpcHttp))
            .tenant("factory", example("factory"))
            .tenant(
                "shop",
                replaced(
                    example("shop"),
                    "cidr: 127.0.0.2/32",
                    "cidr: 127.0.0.2/32, advertised: { kafka: \"localhost:%d\" }"
                        .formatted(shopKafka.port())))
            .tenant(
                "acme",
                replaced(
                    replaced(
                        example("acme"),
                        "acme.vpce.example.com:9093",
                        "localhost:" + acmeKafka.port()),
                    ISSUER + "/protocol/openid-connect/certs",
                    keys.toUri().toString()))
            .start();
    localKafka = "localhost:" + kafka;
    localHttp = "https://localhost:" + http;
  }

  /** Where everybody connects whom nothing else names. */
  final String localKafka;

  final String localHttp;

  private Relay relay(InetAddress from, byte[] first, int to) throws IOException {
    Relay relay = new Relay(from, first, to);
    relays.add(relay);
    return relay;
  }

  private static String example(String tenant) throws IOException {
    return Files.readString(EXAMPLES.resolve(tenant + ".yaml"));
  }

  private static String replaced(String text, String part, String other) {
    if (!text.contains(part)) {
      throw new IllegalStateException("'" + part + "' is not in the example any more");
    }
    return text.replace(part, other);
  }

  @Override
  public void close() throws IOException {
    weir.close();
    for (Relay relay : relays) {
      relay.close();
    }
  }
}
