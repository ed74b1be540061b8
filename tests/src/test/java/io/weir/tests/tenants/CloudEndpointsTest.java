package io.weir.tests.tenants;

import static io.weir.tests.tenants.Balancer.alibaba;
import static io.weir.tests.tenants.Balancer.authority;
import static io.weir.tests.tenants.Balancer.aws;
import static io.weir.tests.tenants.Balancer.azure;
import static io.weir.tests.tenants.Balancer.gcp;
import static io.weir.tests.tenants.Balancer.header;
import static io.weir.tests.tenants.Balancer.headerOf;
import static io.weir.tests.tenants.Balancer.join;
import static io.weir.tests.tenants.Balancer.tls;
import static io.weir.tests.tenants.Balancer.value;
import static io.weir.tests.tenants.Login.scram;
import static io.weir.tests.tenants.OwnTenant.PASSWORD;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.tests.kafka.Clients;
import io.weir.tests.servers.Ports;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A gateway behind the balancers of four clouds, as the tests speak for them: a tenant is reached
 * through its private endpoint, and nobody else's balancer, no header of a client's own, and no
 * other way leads there.
 */
class CloudEndpointsTest {
  private static final int NUMBER = 0x12345678;

  /** A tenant in each, and what its balancer says of its endpoint. */
  private enum Cloud {
    AWS("aws:vpce-08d2bf15fac5001c9", aws("vpce-08d2bf15fac5001c9")),
    AZURE("azure:305419896", azure(NUMBER)),
    GCP("gcp:9223372036854775809", gcp(0x8000_0000_0000_0001L)),
    ALIBABA("alibaba:ep-2ze9k3", alibaba("vpc-2ze2ff1", "ep-2ze9k3", "epsrv-2ze7x5"));

    private final String endpoint;
    private final byte[] value;

    Cloud(String endpoint, byte[] value) {
      this.endpoint = endpoint;
      this.value = value;
    }

    private String tenant() {
      return "in-" + endpoint.substring(0, endpoint.indexOf(':'));
    }
  }

  /** Who is refused again and again has to wait, so each is another, from another address. */
  private static final int STRANGERS = 40;

  private static final AtomicInteger strangers = new AtomicInteger();

  private static final List<Relay> relays = new ArrayList<>();
  private static InetAddress balancer;
  private static WeirProcess weir;
  private static int kafka;
  private static int http;

  @BeforeAll
  static void start() throws IOException {
    balancer = InetAddress.getByName("127.0.0.3");
    kafka = Ports.free();
    http = Ports.free();
    WeirSetup setup =
        new WeirSetup("clouds")
            .listeners(
                """
                - name: vpc
                  ports: { kafka: %d, http: %d }
                  proxyProtocol: { mode: required, trusted: [127.0.0.3] }
                - name: operators
                  ports: { admin: <admin> }
                """
                    .formatted(kafka, http));
    for (Cloud cloud : Cloud.values()) {
      Relay relay = new Relay(balancer, header(cloud.value), kafka);
      relays.add(relay);
      OwnTenant tenant =
          new OwnTenant(cloud.tenant())
              .network(
                  "listener: vpc, vpcEndpoint: \"%s\", advertised: { kafka: \"localhost:%d\" }",
                  cloud.endpoint, relay.port())
              .user("alice")
              .topic("things-" + cloud.tenant());
      IntStream.range(0, STRANGERS).forEach(each -> tenant.user("stranger-" + each));
      setup.tenant(cloud.tenant(), tenant.file());
    }
    weir = setup.start();
  }

  @AfterAll
  static void stop() throws IOException {
    weir.close();
    for (Relay relay : relays) {
      relay.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTenantIsReachedThroughItsEndpoint(Cloud cloud) throws Exception {
    try (var admin = Clients.admin("localhost:" + relay(cloud).port(), alice("alice"))) {
      assertThat(Clients.get(admin.listTopics().names()))
          .containsExactly("things-" + cloud.tenant());
    }
    assertThat(ask(header(cloud.value, tls())))
        .startsWith("HTTP/1.1 200 ")
        .contains("[\"things-" + cloud.tenant() + "\"]");
  }

  @ParameterizedTest
  @EnumSource
  void whoComesThroughAnothersEndpointIsRefusedWhateverHeKnows(Cloud cloud) throws Exception {
    for (Cloud other : Cloud.values()) {
      if (other != cloud) {
        int stranger = strangers.getAndIncrement();
        String name = "stranger-" + stranger + "@" + cloud.tenant();
        try (var admin = Clients.admin("localhost:" + relay(other).port(), alice(name))) {
          assertThatThrownBy(() -> Clients.get(admin.listTopics().names()))
              .isInstanceOf(SaslAuthenticationException.class);
        }
        assertThat(ask(name, headerOf(100 + stranger, other.value, tls())))
            .startsWith("HTTP/1.1 401 ");
      }
    }
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of("no endpoint", new byte[0]),
        Arguments.of("one that nobody has", aws("vpce-0")),
        Arguments.of("AWS's, and more", aws("vpce-08d2bf15fac5001c9a")),
        Arguments.of("AWS's as another's text", alibaba("vpc", "vpce-08d2bf15fac5001c9", "s")),
        Arguments.of(
            "AWS's under a kind that means something else",
            value(0xEA, 0x02, "vpce-08d2bf15fac5001c9".getBytes(US_ASCII))),
        Arguments.of("Azure's in the wrong order", azure(NUMBER, ByteOrder.BIG_ENDIAN)),
        Arguments.of("Azure's number as Google's", gcp(NUMBER)),
        Arguments.of("Google's without its highest bit", gcp(1)),
        Arguments.of(
            "Alibaba's VPC and service in the place of the endpoint",
            alibaba("ep-2ze9k3", "ep-0", "ep-2ze9k3")),
        Arguments.of("a name in the place of an endpoint", authority("in-aws")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void whatIsNearlyAnEndpointLeadsNowhere(String what, byte[] value) throws IOException {
    int number = strangers.getAndIncrement();
    String stranger = "stranger-" + number;
    byte[] header = headerOf(100 + number, value, tls());
    for (Cloud cloud : Cloud.values()) {
      assertThat(ask(stranger + "@" + cloud.tenant(), header)).startsWith("HTTP/1.1 401 ");
    }
    assertThat(ask(stranger, header)).startsWith("HTTP/1.1 401 ");
  }

  static Stream<Arguments> forgeries() {
    byte[] own = header(Cloud.AWS.value, tls());
    byte[] forged = header(Cloud.AZURE.value, tls());
    byte[] line = "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n".getBytes(ISO_8859_1);
    return Stream.of(
        // A balancer of AWS puts its header before what its client sends, and takes nothing off.
        Arguments.of("a client's own header after the balancer's", join(own, forged), "second"),
        Arguments.of("the same header twice", join(forged, forged), "second"),
        Arguments.of("version 1 after version 2", join(own, line), "second"),
        Arguments.of("version 2 after version 1", join(line, forged), "second"),
        Arguments.of(
            "two endpoints in one header",
            header(Cloud.AWS.value, Cloud.AZURE.value, tls()),
            "names two endpoints"),
        Arguments.of(
            "one endpoint twice",
            header(Cloud.GCP.value, Cloud.GCP.value, tls()),
            "names two endpoints"),
        Arguments.of("TLS said twice", header(Cloud.AWS.value, tls(), tls()), "0x20 twice"),
        Arguments.of(
            "a number that is too short", header(value(0xEE, 0x01, new byte[3])), "3 bytes"),
        Arguments.of("none", new byte[0], "no PROXY header came; it looks like HTTP"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  void aForgeryIsAnsweredByNothing(String what, byte[] sent, String reason) throws IOException {
    assertLogged(reason, () -> assertThat(ask(sent)).isEmpty());
    assertThat(ask(header(Cloud.AWS.value, tls()))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aHeaderThatIsCutOffIsAnsweredByNothing() {
    byte[] whole = header(Cloud.AWS.value, tls());
    assertLogged(
        "it went away within its PROXY header",
        () -> {
          for (int length : new int[] {1, 12, 16, 27, whole.length - 1}) {
            try (Socket socket = fromBalancer()) {
              socket.getOutputStream().write(whole, 0, length);
              socket.shutdownOutput();
              assertThat(Ends.of(socket)).isEmpty();
            }
          }
        });
  }

  /** Does something until the log tells of it, which leaves out what is too much in a second. */
  private static void assertLogged(String words, Attempt attempt) {
    int seen = weir.log().length();
    await()
        .until(
            () -> {
              attempt.run();
              return weir.log().substring(seen).contains(words);
            });
  }

  /** What the log is to tell of. */
  @FunctionalInterface
  private interface Attempt {
    void run() throws IOException;
  }

  @Test
  void whoIsNoBalancerIsNotListenedTo() {
    assertLogged(
        "none of the balancers that this listener trusts",
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http)) {
            socket.getOutputStream().write(header(Cloud.AWS.value, tls()));
            assertThat(Ends.of(socket)).isEmpty();
          }
        });
  }

  @Test
  void theLogNamesTheEndpoint() {
    assertLogged(Cloud.GCP.endpoint, () -> ask("nobody", header(Cloud.GCP.value, tls())));
    assertThat(weir.log()).contains(" by 127.0.0.3:");
  }

  private static Relay relay(Cloud cloud) {
    return relays.get(cloud.ordinal());
  }

  private static String[] alice(String name) {
    return scram("SASL_PLAINTEXT", "SCRAM-SHA-256", name, PASSWORD);
  }

  private static String ask(byte[] header) throws IOException {
    return ask("alice", header);
  }

  /** What is answered to whoever asks for the topics behind a header, until the connection ends. */
  private static String ask(String user, byte[] header) throws IOException {
    try (Socket socket = fromBalancer()) {
      socket.getOutputStream().write(join(header, request(user)));
      return new String(Ends.of(socket), ISO_8859_1);
    }
  }

  private static byte[] request(String user) {
    return "GET /topics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: %s\r\n\r\n"
        .formatted(Login.basic(user, PASSWORD))
        .getBytes(ISO_8859_1);
  }

  private static Socket fromBalancer() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(balancer, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), http));
    return socket;
  }
}
