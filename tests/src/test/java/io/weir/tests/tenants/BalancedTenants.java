package io.weir.tests.tenants;

import io.weir.tests.servers.Ports;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.net.InetAddress;

/**
 * A gateway behind HAProxy. The tenants {@code blue} and {@code green} are reached by the names
 * that their clients ask for in TLS, {@code yellow} from a range of addresses.
 */
final class BalancedTenants implements AutoCloseable {
  /** Where HAProxy connects from, which is all that the gateway trusts. */
  private static final String BALANCER = "127.0.0.3";

  private static final String BLUE = "blue.example.com";
  private static final String GREEN = "green.example.com";
  private static final String YELLOW = "yellow.example.com";

  /** Who ends a client's TLS, and all that differs by that. */
  enum Way {
    /** HAProxy, which says what it knows by that. */
    ENDED("ended", "send-proxy-v2 proxy-v2-options authority,unique-id,ssl,cert-cn,crc32c", " ssl"),

    /** The gateway; HAProxy passes on what it cannot read. */
    PASSED("passed", "send-proxy-v2 proxy-v2-options authority,unique-id,crc32c", ""),

    /** The gateway; but HAProxy says of the TLS that it cannot read that there is none. */
    DENIED("denied", "send-proxy-v2 proxy-v2-options unique-id,ssl,cert-cn", ""),

    /** The gateway, which is not told of the balancer that it asks for. */
    BARE("bare", "", "");

    private final String listener;
    private final String header;
    private final String frontend;
    final int kafka = Ports.free();
    final int http = Ports.free();
    final int directKafka;
    final int directHttp;

    Way(String listener, String header, String frontend) {
      this.listener = listener;
      this.header = header;
      this.frontend = frontend;
      this.directKafka = Ports.free();
      this.directHttp = Ports.free();
    }
  }

  final Authority authority = new Authority();
  final WeirProcess weir;
  final Haproxy haproxy;
  private final Relay[] relays = new Relay[4];

  BalancedTenants() throws Exception {
    InetAddress yellow = InetAddress.getByName("127.0.0.2");
    relays[0] = new Relay(yellow, new byte[0], Way.ENDED.kafka);
    relays[1] = new Relay(yellow, new byte[0], Way.ENDED.http);
    relays[2] = new Relay(yellow, new byte[0], Way.PASSED.kafka);
    relays[3] = new Relay(yellow, new byte[0], Way.PASSED.http);
    String tls =
        "{ %s, clientCa: %s, clientCertificates: optional }"
            .formatted(authority.identity(YELLOW, BLUE, GREEN), authority.certificate);
    weir =
        new WeirSetup("balanced")
            .listeners(
                listener(Way.ENDED, "")
                    + listener(Way.PASSED, "  tls: " + tls + "\n")
                    + """
                    - name: operators
                      ports: { admin: <admin> }
                    """)
            .tenant("blue", named("blue", BLUE))
            .tenant("green", named("green", GREEN))
            .tenant(
                "yellow",
                tenant("yellow")
                    .network(
                        "listener: ended, cidr: 127.0.0.2/32, advertised: { kafka: \"localhost:%d\" }",
                        kafka(Way.ENDED, "yellow"))
                    .network(
                        "listener: passed, cidr: 127.0.0.2/32, advertised: { kafka: \"localhost:%d\" }",
                        kafka(Way.PASSED, "yellow"))
                    .file())
            .start();
    haproxy =
        new Haproxy(
            sections(Way.ENDED) + sections(Way.PASSED) + sections(Way.DENIED) + sections(Way.BARE));
  }

  private static OwnTenant tenant(String name) {
    return new OwnTenant(name)
        .user("alice")
        .certified("robot", "CN=" + name + "-robot-*")
        .topic(name + "-things");
  }

  private static String named(String name, String serverName) {
    OwnTenant tenant = tenant(name);
    for (Way way : new Way[] {Way.ENDED, Way.PASSED}) {
      tenant.network(
          "listener: %s, serverName: %s, advertised: { kafka: \"localhost:%d\" }",
          way.listener, serverName, way.kafka);
    }
    return tenant.file();
  }

  private static String listener(Way way, String more) {
    return """
    - name: %s
      ports: { kafka: %d, http: %d }
      proxyProtocol: { mode: required, trusted: [%s] }
    """
            .formatted(way.listener, way.directKafka, way.directHttp, BALANCER)
        + more;
  }

  private String sections(Way way) throws Exception {
    Way served = way == Way.ENDED ? way : Way.PASSED;
    String bind =
        way.frontend.isEmpty()
            ? ""
            : " ssl crt %s ca-file %s verify optional"
                .formatted(authority.bundle(YELLOW, BLUE, GREEN), authority.certificate);
    return section(way, "kafka", way.kafka, bind, served.directKafka)
        + section(way, "http", way.http, bind, served.directHttp);
  }

  private static String section(Way way, String protocol, int port, String bind, int to) {
    return """
    frontend %1$s-%2$s-clients
      bind 127.0.0.1:%3$d%4$s
      default_backend %1$s-%2$s
    backend %1$s-%2$s
      server weir 127.0.0.1:%5$d %6$s
    """
        .formatted(way.listener, protocol, port, bind, to, way.header);
  }

  /** The port for a tenant's Kafka clients, by its own way through the network. */
  int kafka(Way way, String tenant) {
    return tenant.equals("yellow") ? relays[2 * way.ordinal()].port() : way.kafka;
  }

  int http(Way way, String tenant) {
    return tenant.equals("yellow") ? relays[2 * way.ordinal() + 1].port() : way.http;
  }

  @Override
  public void close() throws IOException {
    haproxy.close();
    weir.close();
    for (Relay relay : relays) {
      relay.close();
    }
  }
}
