package io.weir.tests.tenants;

import static io.weir.tests.tenants.Login.basic;
import static io.weir.tests.tenants.Login.password;
import static io.weir.tests.tenants.Login.scram;
import static io.weir.tests.tenants.Login.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.tests.kafka.Clients;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published examples of tenants, served: each reaches its own world and nothing else. */
class TenantsGatewayTest {
  private static ExampleTenants examples;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    examples = new ExampleTenants();
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(examples.authority.trusting())
            .build();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    examples.close();
  }

  @Test
  void aMachinePublishesUnderItsOwnNameAndTheControlRoomReadsIt() {
    try (var press7 =
        Clients.producer(examples.localKafka, with(factory("sensors"), "client.id", "press-7"))) {
      Clients.get(press7.send(message("sensors", "press-7/temperature", "21")));
      assertThatThrownBy(
              () -> Clients.get(press7.send(message("sensors", "press-8/temperature", "99"))))
          .isInstanceOf(TopicAuthorizationException.class);
      assertThatThrownBy(() -> Clients.get(press7.send(message("settings", "speed", "fast"))))
          .isInstanceOf(TopicAuthorizationException.class);
    }
    try (var room =
        Clients.consumer(
            examples.localKafka, with(factory("control-room"), "group.id", "control-1"))) {
      room.subscribe(List.of("sensors"));
      assertThat(Clients.values(Clients.poll(room, 1))).containsExactly("21");
    }
    assertThat(
            get(examples.localHttp + "/topics", basic("control-room", password("control-room")))
                .body())
        .contains("{\"topics\":[\"sensors\"]}");
  }

  @Test
  void whatOneTeamOfTheShopWritesTheOtherReadsByItsCertificate() throws Exception {
    try (var orders = Clients.producer(shop(), shopOrders())) {
      Clients.get(orders.send(message("orders", "o-17", "two coffees")));
      assertThatThrownBy(() -> Clients.get(orders.send(message("payments", "o-17", "paid"))))
          .isInstanceOf(TopicAuthorizationException.class);
    }
    String[] payments = examples.authority.certified("CN=payments-1,OU=payments,O=Shop");
    try (var reader = Clients.consumer(shop(), with(payments, "group.id", "payments-1"))) {
      reader.subscribe(List.of("orders"));
      assertThat(Clients.values(Clients.poll(reader, 1))).contains("two coffees");
    }
  }

  @Test
  void aCustomerConnectsThroughItsPrivateEndpointAndIsToldItsAddress() throws Exception {
    String[] importer = Login.token(examples.issuer.token("90ef5a12-importer"));
    String bootstrap = "localhost:" + examples.acmeKafka.port();
    try (var admin = Clients.admin(bootstrap, importer)) {
      assertThat(Clients.get(admin.describeCluster().nodes()))
          .extracting(Node::host, Node::port)
          .containsExactly(tuple("localhost", examples.acmeKafka.port()));
    }
    try (var producer = Clients.producer(bootstrap, importer)) {
      Clients.get(producer.send(message("orders", "a-1", "an import")));
    }
    String[] billing =
        with(Login.token(examples.issuer.token("7d2c1b34-billing")), "group.id", "billing-1");
    try (var consumer = Clients.consumer(bootstrap, billing)) {
      consumer.subscribe(List.of("orders"));
      List<ConsumerRecord<byte[], byte[]>> all = Clients.poll(consumer, 1);
      // The shop has a topic of this name, too.
      assertThat(Clients.values(all)).containsExactly("an import");
    }
  }

  @Test
  void fromAnotherNetworkATenantIsNotReachedWhateverOneKnows() throws Exception {
    String orders = basic("orders@shop", password("orders"));
    assertThat(get(examples.localHttp + "/topics", orders).statusCode()).isEqualTo(401);
    assertThat(get(shopHttp() + "/topics", orders).body()).contains("\"orders\"");

    String sensors = basic("sensors@factory", password("sensors"));
    assertThat(get(shopHttp() + "/topics", sensors).statusCode()).isEqualTo(401);
    assertThat(get(examples.localHttp + "/topics", sensors).statusCode()).isEqualTo(200);

    String token = "Bearer " + examples.issuer.token("90ef5a12-importer");
    assertThat(get(examples.localHttp + "/topics", token).statusCode()).isEqualTo(401);
    assertThat(get(balanced(examples.internetHttp) + "/topics", token).statusCode()).isEqualTo(401);
    assertThat(get(balanced(examples.acmeHttp) + "/topics", token).body()).contains("\"orders\"");
  }

  @Test
  void whoIsRefusedIsToldTheSameWhetherUserAndTenantExistOrNot() {
    List<String> names = List.of("orders@shop", "nobody@shop", "orders@nowhere", "orders");
    assertThat(names)
        .allSatisfy(
            name -> {
              HttpResponse<String> answer =
                  get(examples.localHttp + "/topics", basic(name, password("orders")));
              assertThat(answer.statusCode()).isEqualTo(401);
              assertThat(answer.body()).isEqualTo(get(examples.localHttp + "/topics").body());
            });
    String[] settings =
        with(
            scram("SASL_SSL", "SCRAM-SHA-256", "orders@shop", password("orders")),
            examples.authority.trusted());
    try (var admin = Clients.admin(examples.localKafka, settings)) {
      assertThatThrownBy(() -> Clients.get(admin.listTopics().names()))
          .isInstanceOf(SaslAuthenticationException.class)
          .hasMessage("Authentication failed: the credentials are not valid here");
    }
  }

  @Test
  void thePageOfMetricsCountsTheTenants() {
    assertThat(get(examples.weir.admin() + "/metrics").body().lines())
        .contains("weir_tenants 3", "weir_tenant_changes_total 0", "weir_tenant_files_faulty 0");
  }

  private static String[] factory(String user) {
    return with(
        scram("SASL_SSL", "SCRAM-SHA-256", user, password(user)), examples.authority.trusted());
  }

  private static String shop() {
    return "localhost:" + examples.shopKafka.port();
  }

  private static String[] shopOrders() {
    return with(
        scram("SASL_SSL", "SCRAM-SHA-256", "orders", password("orders")),
        examples.authority.trusted());
  }

  private static String shopHttp() {
    return "https://localhost:" + examples.shopHttp.port();
  }

  /** Without TLS, which the balancer has ended. */
  private static String balanced(Relay relay) {
    return "http://localhost:" + relay.port();
  }

  private static ProducerRecord<byte[], byte[]> message(String topic, String key, String body) {
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), body.getBytes(UTF_8));
  }

  private static HttpResponse<String> get(String uri, String... authorization) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
    if (authorization.length > 0) {
      request.header("Authorization", authorization[0]);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError(uri, e);
    }
  }
}
