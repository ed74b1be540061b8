package io.weir.tests.tenants;

import static io.weir.tests.tenants.OwnTenant.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Namespaces;
import io.weir.tests.programs.Outcome;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two tenants in networks of their own, which nothing connects but a gateway between them. The
 * addresses are those for examples (RFC 5737).
 *
 * <pre>
 *   blue  192.0.2.2 ---- 192.0.2.1  gateway  198.51.100.1 ---- 198.51.100.2  green
 * </pre>
 */
@Tag("netns")
@Tag("kcat")
@Tag("curl")
class NetworksTest {
  private static final String GATEWAY = "gateway";
  private static final int KAFKA = 9093;
  private static final int HTTP = 8443;

  private enum Network {
    BLUE("192.0.2"),
    GREEN("198.51.100");

    private final String range;

    Network(String range) {
      this.range = range;
    }

    /** The tenant's name, and the network's. */
    private String tenant() {
      return this == BLUE ? "blue" : "green";
    }

    private String user() {
      return this == BLUE ? "alice" : "bob";
    }

    private Network other() {
      return this == BLUE ? GREEN : BLUE;
    }

    /** The gateway, as it is reached from here. */
    private String gateway() {
      return range + ".1";
    }

    /** What its Kafka clients are told to connect to, which is another address of the gateway. */
    private String advertised() {
      return range + ".5";
    }

    private String topic() {
      return tenant() + "-things";
    }
  }

  private static Namespaces networks;
  private static Authority authority;
  private static WeirProcess weir;
  private static String linksBefore;

  @BeforeAll
  static void start() throws Exception {
    linksBefore = links();
    networks = new Namespaces();
    networks.add(GATEWAY);
    for (Network each : Network.values()) {
      networks.add(each.tenant());
      networks.connect(
          each.tenant(),
          each.range + ".2/24",
          GATEWAY,
          each.gateway() + "/24",
          each.advertised() + "/24");
    }
    authority = new Authority();
    weir =
        new WeirSetup("networks")
            .under(networks.in(GATEWAY))
            .listeners(
                """
                - name: world
                  bind: 0.0.0.0
                  ports: { kafka: %d, http: %d }
                  tls: { %s }
                - name: operators
                  ports: { admin: <admin> }
                """
                    .formatted(
                        KAFKA,
                        HTTP,
                        authority.identity(
                            Network.BLUE.gateway(),
                            Network.GREEN.gateway(),
                            Network.BLUE.advertised(),
                            Network.GREEN.advertised(),
                            "127.0.0.1")))
            .tenant("blue", tenant(Network.BLUE))
            .tenant("green", tenant(Network.GREEN))
            .start();
  }

  private static String tenant(Network of) {
    return new OwnTenant(of.tenant())
        .network(
            "listener: world, cidr: %s.0/24, advertised: { kafka: \"%s:%d\" }",
            of.range, of.advertised(), KAFKA)
        .user(of.user())
        .topic("orders")
        .topic(of.topic())
        .file();
  }

  @AfterAll
  static void stop() {
    try {
      if (weir != null) {
        weir.close();
      }
    } finally {
      networks.close();
    }
    assertThat(Command.of("ip", "netns", "list").succeed().text()).doesNotContain(networks.names());
    assertThat(links()).isEqualTo(linksBefore);
  }

  @Test
  void theMachinesOwnNetworkHasNoPartInIt() {
    assertThat(links()).isEqualTo(linksBefore);
    assertThat(Command.of("ip", "netns", "list").succeed().text()).contains(networks.names());
  }

  @ParameterizedTest
  @EnumSource
  void kafkaClientsAreToldTheAddressThatTheirNetworkReaches(Network own) {
    assertThat(kcat(own, own, own.user(), "-L").succeed().text())
        .contains(" at " + own.advertised() + ":" + KAFKA + " ", "\"" + own.topic() + "\"")
        .doesNotContain(own.other().range, own.other().topic());
  }

  @ParameterizedTest
  @EnumSource
  void aKafkaClientWorksFromItsOwnNetwork(Network own) {
    String said = "of " + own.tenant();
    kcat(own, own, own.user(), "-P", "-t", "orders").input(said).succeed();
    Outcome read =
        kcat(own, own, own.user(), "-C", "-t", "orders", "-o", "beginning", "-e", "-q").succeed();
    assertThat(read.lines()).containsExactly(said);
  }

  @ParameterizedTest
  @EnumSource
  void aKafkaClientIsRefusedFromTheOthersNetworkWhateverItKnows(Network own) {
    for (String user : names(own)) {
      Outcome outcome =
          kcat(own.other(), own.other(), user, "-P", "-t", "orders").input("forged").run();
      assertThat(outcome.exit()).isNotZero();
      assertThat(outcome.errors())
          .contains("Authentication failed: the credentials are not valid here");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOthersAddressOfTheGatewayIsNotReachedAtAll(Network own) {
    Outcome outcome = kcat(own, own.other(), own.user(), "-P", "-t", "orders").input("lost").run();
    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.errors()).contains("Network is unreachable");
  }

  @ParameterizedTest
  @EnumSource
  void anHttpClientWorksFromItsOwnNetworkAndIsRefusedFromTheOthers(Network own) {
    assertThat(curl(own.tenant(), own.gateway(), own.user()))
        .contains("\"" + own.topic() + "\"")
        .endsWith("200");
    for (String user : names(own)) {
      assertThat(curl(own.other().tenant(), own.other().gateway(), user)).endsWith("401");
    }
  }

  @ParameterizedTest
  @EnumSource
  void fromTheGatewaysOwnMachineNobodyIsInATenant(Network own) {
    for (String user : names(own)) {
      assertThat(curl(GATEWAY, "127.0.0.1", user)).endsWith("401");
    }
  }

  private static List<String> names(Network of) {
    return List.of(of.user(), of.user() + "@" + of.tenant());
  }

  private static Command kcat(Network from, Network gateway, String user, String... arguments) {
    return networks
        .in(from.tenant())
        .and("kcat", "-b", gateway.gateway() + ":" + KAFKA)
        .and("-X", "security.protocol=SASL_SSL", "-X", "sasl.mechanisms=SCRAM-SHA-256")
        .and("-X", "sasl.username=" + user, "-X", "sasl.password=" + PASSWORD)
        .and("-X", "ssl.ca.location=" + authority.certificate)
        // Who is refused tries once: after many failures an address has to wait.
        .and("-X", "reconnect.backoff.ms=10000", "-X", "reconnect.backoff.max.ms=10000")
        .and(arguments);
  }

  /** Asks for the topics, and ends with the status. */
  private static String curl(String from, String gateway, String user) {
    return networks
        .in(from)
        .and("curl", "-sS", "-m", "30", "-w", "%{http_code}", "-u", user + ":" + PASSWORD)
        .and("--cacert", authority.certificate.toString())
        .and("https://" + gateway + ":" + HTTP + "/topics")
        .succeed()
        .text();
  }

  /** The machine's own interfaces, addresses and routes. */
  private static String links() {
    return Command.of("ip", "-br", "address").succeed().text()
        + Command.of("ip", "route").succeed().text();
  }
}
