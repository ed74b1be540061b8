package io.weir.tests.tenants;

import static io.weir.tests.tenants.Login.scram;
import static io.weir.tests.tenants.Login.with;
import static io.weir.tests.tenants.OwnTenant.PASSWORD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.weir.tests.kafka.Clients;
import io.weir.tests.programs.Command;
import io.weir.tests.programs.Outcome;
import io.weir.tests.tenants.BalancedTenants.Way;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A gateway behind a balancer that others wrote. */
@Tag("haproxy")
@Tag("curl")
class HaproxyTest {
  private static BalancedTenants balanced;

  @BeforeAll
  static void start() throws Exception {
    balanced = new BalancedTenants();
  }

  @AfterAll
  static void stop() throws Exception {
    balanced.close();
  }

  static Stream<Arguments> ways() {
    return Stream.of(Way.ENDED, Way.PASSED)
        .flatMap(way -> Stream.of("blue", "green", "yellow").map(t -> Arguments.of(way, t)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void kafkaClientsReachTheirTenantAndAreToldTheBalancersAddress(Way way, String tenant) {
    String[] alice = with(alice(), trusting(tenant));
    String bootstrap = bootstrap(way, tenant);
    try (var admin = Clients.admin(bootstrap, alice)) {
      assertThat(Clients.get(admin.listTopics().names())).containsExactly(tenant + "-things");
      assertThat(Clients.get(admin.describeCluster().nodes()))
          .extracting(Node::host, Node::port)
          .containsExactly(tuple("localhost", balanced.kafka(way, tenant)));
    }
    String said = "from " + tenant + ", " + way;
    try (var producer = Clients.producer(bootstrap, alice)) {
      Clients.get(producer.send(new ProducerRecord<>(tenant + "-things", said.getBytes(UTF_8))));
    }
    try (var consumer = Clients.consumer(bootstrap, with(alice, "group.id", "of " + way))) {
      consumer.subscribe(List.of(tenant + "-things"));
      assertThat(Clients.values(Clients.poll(consumer, 1))).contains(said);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void httpClientsReachTheirTenant(Way way, String tenant) throws Exception {
    assertThat(curl(way, tenant, "-u", "alice:" + PASSWORD).text())
        .contains("{\"topics\":[\"" + tenant + "-things\"]}")
        .endsWith("200");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aCertificateIsAUsersWhoeverVerifiedIt(Way way, String tenant) throws Exception {
    String own = "CN=" + tenant + "-robot-7";
    String[] robot = with(balanced.authority.certified(own), ServerName.of(name(tenant)));
    try (var admin = Clients.admin(bootstrap(way, tenant), robot)) {
      assertThat(Clients.get(admin.listTopics().names())).containsExactly(tenant + "-things");
    }
    assertThat(curl(way, tenant, "--cert", certificate(own)).text())
        .contains(tenant + "-things")
        .endsWith("200");
    String anothers = tenant.equals("blue") ? "CN=green-robot-7" : "CN=blue-robot-7";
    assertThat(curl(way, tenant, "--cert", certificate(anothers)).text()).endsWith("401");
  }

  @ParameterizedTest
  @EnumSource(names = {"ENDED", "PASSED"})
  void aRangeAndANameOfTwoTenantsAreRefused(Way way) throws Exception {
    int yellow = balanced.http(way, "yellow");
    for (String user : List.of("alice", "alice@blue", "alice@yellow")) {
      assertThat(curl(yellow, "blue.example.com", "-u", user + ":" + PASSWORD).text())
          .endsWith("401");
    }
    try (var admin = Clients.admin(bootstrap(way, "yellow"), with(alice(), trusting("blue")))) {
      assertThatThrownBy(() -> Clients.get(admin.listTopics().names()))
          .isInstanceOf(SaslAuthenticationException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ENDED", "PASSED"})
  void aUserOfAnotherTenantIsRefused(Way way) throws Exception {
    assertThat(curl(way, "blue", "-u", "alice@blue:" + PASSWORD).text()).endsWith("200");
    assertThat(curl(way, "blue", "-u", "alice@green:" + PASSWORD).text()).endsWith("401");
  }

  private static final Pattern REFUSED =
      Pattern.compile(
          "http-\\d+ from 127\\.0\\.0\\.1:\\d+ by 127\\.0\\.0\\.3:\\d+ as (haproxy-\\S+) ended: .*");

  @ParameterizedTest
  @EnumSource(names = {"ENDED", "PASSED"})
  void theLogNamesAConnectionAsTheBalancerDoes(Way way) throws Exception {
    long before = refusals().count();
    curl(way, "blue", "--http2-prior-knowledge", "-u", "alice:" + PASSWORD);
    await().until(() -> refusals().count() > before);
    String id = refusals().toList().getLast();
    String front = way == Way.ENDED ? "ended" : "passed";
    await()
        .until(
            () ->
                balanced.haproxy.log().stream()
                    .anyMatch(line -> line.startsWith("ended " + id + " of " + front + "-http")));
  }

  private static Stream<String> refusals() {
    return balanced
        .weir
        .log()
        .lines()
        .map(REFUSED::matcher)
        .filter(Matcher::find)
        .map(line -> line.group(1));
  }

  @Test
  void whoComesPastTheBalancerIsNotListenedTo() throws Exception {
    for (int port : List.of(Way.ENDED.directKafka, Way.PASSED.directHttp)) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write(Balancer.header());
        assertThat(Ends.of(socket)).isEmpty();
      }
    }
    await()
        .until(
            () ->
                balanced
                    .weir
                    .log()
                    .contains("it is none of the balancers that this listener trusts"));
  }

  @Test
  void aBalancerThatSaysNothingIsRefused() throws Exception {
    Outcome outcome = curl(Way.BARE, "blue", "-u", "alice:" + PASSWORD);
    assertThat(outcome.exit()).isNotZero();
    await()
        .until(
            () -> balanced.weir.log().contains("refused: no PROXY header came; it looks like TLS"));
  }

  /** Then the TLS that is spoken may be the balancer's own, and shows nothing of its client. */
  @Test
  void aBalancerIsBelievedThatItsClientSpokeNoTls() throws Exception {
    assertThat(curl(Way.DENIED, "blue", "-u", "alice@blue:" + PASSWORD).text()).endsWith("401");
    String robot = certificate("CN=blue-robot-7");
    assertThat(curl(Way.DENIED, "blue", "--cert", robot).text()).endsWith("401");
  }

  private static String[] alice() {
    return scram("SASL_SSL", "SCRAM-SHA-256", "alice", PASSWORD);
  }

  private static String[] trusting(String tenant) {
    return with(balanced.authority.trusted(), ServerName.of(name(tenant)));
  }

  private static String bootstrap(Way way, String tenant) {
    return "localhost:" + balanced.kafka(way, tenant);
  }

  /** What clients of a tenant ask for; of one that has no name, a name that is nobody's. */
  private static String name(String tenant) {
    return tenant + ".example.com";
  }

  private static String certificate(String subject) throws Exception {
    return balanced.authority.certifiedFile(subject).toString();
  }

  private static Outcome curl(Way way, String tenant, String... arguments) throws Exception {
    return curl(balanced.http(way, tenant), name(tenant), arguments);
  }

  /** Asks for the topics, and ends with the status. */
  private static Outcome curl(int port, String name, String... arguments) throws Exception {
    return Command.of("curl", "-sS", "-m", "30", "-w", "%{http_code}")
        .and("--cacert", balanced.authority.certificate.toString())
        .and("--resolve", "%s:%d:127.0.0.1".formatted(name, port))
        .and(arguments)
        .and("https://%s:%d/topics".formatted(name, port))
        .run();
  }
}
