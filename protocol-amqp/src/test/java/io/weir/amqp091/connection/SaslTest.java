package io.weir.amqp091.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.weir.amqp091.Doorman;
import io.weir.amqp091.ScramClient;
import io.weir.amqp091.TestServer;
import io.weir.amqp091.WireClient;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.ProtocolHeader;
import io.weir.core.event.Event.TurnedAway;
import io.weir.core.event.Event.Why;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a client says who it is. */
class SaslTest {
  private TestServer server;
  private Doorman doorman;
  private Endpoint guarded;

  @BeforeEach
  void start() {
    server = new TestServer();
    doorman = new Doorman(server.vertx());
    guarded =
        server.listen(
            TestServer.listener("guarded", ConnectionBounds.DEFAULT)
                .withAuthentication(doorman.authentication()));
  }

  @AfterEach
  void stop() {
    server.close();
    doorman.close();
  }

  private static List<String> mechanisms(WireClient client) {
    client.header(ProtocolHeader.AMQP_0_9_1);
    return List.of(
        client.expect(0, ConnectionMethod.Start.class).mechanisms().toString().split(" "));
  }

  private static String amqplain(String user, String password) {
    var out = Unpooled.buffer();
    for (var field : List.of(List.of("LOGIN", user), List.of("PASSWORD", password))) {
      out.writeByte(field.get(0).length()).writeBytes(field.get(0).getBytes());
      out.writeByte('S').writeInt(field.get(1).length()).writeBytes(field.get(1).getBytes());
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whereNobodyIsAskedEachMechanismThatIsOfferedLetsIn() {
    List<String> offered;
    try (var client = new WireClient(server.port())) {
      offered = mechanisms(client);
    }
    assertThat(offered).containsExactly("PLAIN", "AMQPLAIN", "ANONYMOUS");
    for (String mechanism : offered) {
      try (var client = new WireClient(server.port())) {
        mechanisms(client);
        client.startOk(
            WireClient.capabilities(true),
            mechanism,
            switch (mechanism) {
              case "PLAIN" -> "\0guest\0guest";
              case "AMQPLAIN" -> amqplain("guest", "guest");
              default -> "";
            });
        client.expect(0, ConnectionMethod.Tune.class);
      }
    }
  }

  @Test
  void whereCredentialsAreAskedThoseOfAUserLetIn() throws Exception {
    try (var client = new WireClient(guarded.port())) {
      assertThat(mechanisms(client))
          .startsWith("PLAIN", "AMQPLAIN")
          .contains("SCRAM-SHA-256")
          .doesNotContain("ANONYMOUS", "EXTERNAL");
      client.plain(WireClient.capabilities(true), "alice", Doorman.PASSWORD);
      client.expect(0, ConnectionMethod.Tune.class);
    }
    try (var client = new WireClient(guarded.port())) {
      mechanisms(client);
      client.startOk(
          WireClient.capabilities(true), "AMQPLAIN", amqplain("alice", Doorman.PASSWORD));
      client.expect(0, ConnectionMethod.Tune.class);
    }
    try (var client = new WireClient(guarded.port())) {
      mechanisms(client);
      var scram = new ScramClient("alice", Doorman.PASSWORD);
      client.startOk(WireClient.capabilities(true), "SCRAM-SHA-256", scram.first());
      var challenge = client.expect(0, ConnectionMethod.Secure.class).challenge();
      client.send(
          0, new ConnectionMethod.SecureOk(ByteString.of(scram.last(challenge.toString()))));
      assertThat(client.expect(0, ConnectionMethod.Secure.class).challenge().toString())
          .startsWith("v=");
      client.send(0, new ConnectionMethod.SecureOk(ByteString.of("")));
      client.expect(0, ConnectionMethod.Tune.class);
    }
  }

  @Test
  void aRefusalIsTheSameWhoeverIsRefused() {
    assertThat(refusal("alice", "wrong"))
        .isEqualTo(refusal("nobody", "wrong"))
        .isEqualTo(refusal("alice@acme", Doorman.PASSWORD));
    assertThat(server.events)
        .filteredOn(TurnedAway.class::isInstance)
        .allSatisfy(
            event -> assertThat(((TurnedAway) event).why()).isIn(Why.CREDENTIALS, Why.PLACEMENT))
        .hasSize(3);
  }

  private String refusal(String user, String password) {
    try (var client = new WireClient(guarded.port())) {
      mechanisms(client);
      client.plain(WireClient.capabilities(true), user, password);
      var close = client.expect(0, ConnectionMethod.Close.class);
      assertThat(close.replyCode()).isEqualTo(403);
      assertThat(close.classId()).isZero();
      client.send(0, new ConnectionMethod.CloseOk());
      client.expectEnd();
      return close.replyText();
    }
  }

  @Test
  void aClientThatDoesNotExpectTheReasonIsLeftWithoutOne() {
    try (var client = new WireClient(guarded.port())) {
      mechanisms(client);
      client.plain(WireClient.capabilities(false), "alice", "wrong");
      client.expectEnd();
    }
  }

  @Test
  void aMechanismThatIsNotOfferedIsRefused() {
    try (var client = new WireClient(guarded.port())) {
      mechanisms(client);
      client.startOk(WireClient.capabilities(true), "ANONYMOUS", "");
      assertThat(client.expect(0, ConnectionMethod.Close.class).replyCode()).isEqualTo(503);
    }
  }

  @Test
  void aResponseThatIsNotTheMechanismsIsRefused() {
    for (String mechanism : List.of("PLAIN", "AMQPLAIN")) {
      try (var client = new WireClient(guarded.port())) {
        mechanisms(client);
        client.startOk(WireClient.capabilities(true), mechanism, "something");
        assertThat(client.expect(0, ConnectionMethod.Close.class).replyCode()).isEqualTo(502);
      }
    }
  }

  @Test
  void aSecretIsRenewedByWhoeverHasIt() {
    try (var client = new WireClient(guarded.port())) {
      mechanisms(client);
      client.plain(WireClient.capabilities(true), "alice", Doorman.PASSWORD);
      client.expect(0, ConnectionMethod.Tune.class);
      client.send(0, new ConnectionMethod.TuneOk(10, 4096, 0));
      client.send(0, new ConnectionMethod.Open("/", "", false));
      client.expect(0, ConnectionMethod.OpenOk.class);
      client.send(0, new ConnectionMethod.UpdateSecret(ByteString.of(Doorman.PASSWORD), "it ends"));
      client.expect(0, ConnectionMethod.UpdateSecretOk.class);
      client.send(0, new ConnectionMethod.UpdateSecret(ByteString.of("wrong"), "it ends"));
      assertThat(client.expect(0, ConnectionMethod.Close.class).replyCode()).isEqualTo(530);
    }
  }
}
