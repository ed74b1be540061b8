package io.weir.amqp091.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.amqp091.TestServer;
import io.weir.amqp091.WireClient;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.ExchangeMethod;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.ProtocolHeader;
import io.weir.amqp091.codec.Table;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.testing.Futures;
import io.weir.testing.Leaks;
import io.weir.testing.LogLines;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How a connection begins and ends, and what ends it. */
@ExtendWith(Leaks.class)
class ConnectionTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        new TestServer(
            new ConnectionBounds(
                1 << 20,
                1 << 20,
                1 << 20,
                Duration.ofMinutes(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(60)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static WireClient client() {
    return new WireClient(server.port());
  }

  static Stream<byte[]> headersThatNobodySpeaks() {
    return Stream.of(
        "AMQP\0\0\10\0".getBytes(ISO_8859_1),
        "AMQP\1\1\10\0".getBytes(ISO_8859_1),
        "GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1),
        new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01});
  }

  @ParameterizedTest
  @MethodSource("headersThatNobodySpeaks")
  void aWrongHeaderIsAnsweredWithTheRightOne(byte[] header) {
    try (var client = client()) {
      client.send(header);
      assertThat(client.raw(8)).isEqualTo("AMQP\0\0\11\1".getBytes(ISO_8859_1));
      client.expectEnd();
    }
  }

  @Test
  void theHandshakeOpensAVirtualHost() {
    try (var client = client()) {
      client.header(ProtocolHeader.AMQP_0_9_1);
      var start = client.expect(0, ConnectionMethod.Start.class);
      assertThat(start.versionMajor()).isZero();
      assertThat(start.versionMinor()).isEqualTo(9);
      assertThat(start.locales()).hasToString("en_US");
      client.plain(Table.EMPTY, "guest", "guest");
      var tune = client.expect(0, ConnectionMethod.Tune.class);
      assertThat(tune).isEqualTo(new ConnectionMethod.Tune(2047, 131_072, 60));
      client.send(0, new ConnectionMethod.TuneOk(10, 4096, 0));
      client.send(0, new ConnectionMethod.Open("/", "", false));
      assertThat(client.expect(0, ConnectionMethod.OpenOk.class).knownHosts()).isEmpty();
    }
  }

  @Test
  void whatIsSentAheadIsDoneInItsTurn() {
    try (var client = client()) {
      client.send(
          encoder -> {
            encoder.protocolHeader(ProtocolHeader.AMQP_0_9_1);
            encoder.method(
                0,
                new ConnectionMethod.StartOk(
                    Table.EMPTY, "PLAIN", ByteString.of("\0guest\0guest"), "en_US"));
            encoder.method(0, new ConnectionMethod.TuneOk(10, 4096, 0));
            encoder.method(0, new ConnectionMethod.Open("", "", false));
            encoder.method(1, new ChannelMethod.Open(""));
          });
      client.expect(0, ConnectionMethod.Start.class);
      client.expect(0, ConnectionMethod.Tune.class);
      client.expect(0, ConnectionMethod.OpenOk.class);
      client.expect(1, ChannelMethod.OpenOk.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 131072, no limit",
    "2048, 131072, channel_max = 2048",
    "2047, 0, no limit",
    "2047, 131073, frame_max = 131073",
    "2047, 4095, lower than the minimum"
  })
  void whoWantsMoreThanWasProposedOrLessThanMustBeIsRefused(
      int channelMax, long frameMax, String says) {
    try (var client = client()) {
      client.header(ProtocolHeader.AMQP_0_9_1);
      client.expect(0, ConnectionMethod.Start.class);
      client.plain(Table.EMPTY, "guest", "guest");
      client.expect(0, ConnectionMethod.Tune.class);
      client.send(0, new ConnectionMethod.TuneOk(channelMax, frameMax, 0));
      expectClose(client, 530, says);
    }
  }

  @Test
  void aVirtualHostThatThereIsNotIsRefused() {
    try (var client = client()) {
      client.header(ProtocolHeader.AMQP_0_9_1);
      client.expect(0, ConnectionMethod.Start.class);
      client.plain(Table.EMPTY, "guest", "guest");
      client.expect(0, ConnectionMethod.Tune.class);
      client.send(0, new ConnectionMethod.TuneOk(10, 4096, 0));
      client.send(0, new ConnectionMethod.Open("nowhere", "", false));
      expectClose(client, 530, "vhost nowhere not found");
    }
  }

  private static void expectClose(WireClient client, int code, String says) {
    var close = client.expect(0, ConnectionMethod.Close.class);
    assertThat(close.replyCode()).isEqualTo(code);
    assertThat(close.replyText()).contains(says);
    client.send(0, new ConnectionMethod.CloseOk());
    client.expectEnd();
  }

  static Stream<Arguments> methodsAtTheWrongTime() {
    return Stream.of(
        Arguments.of(0, new ConnectionMethod.Open("/", "", false), 504),
        Arguments.of(0, new ConnectionMethod.CloseOk(), 504),
        Arguments.of(0, new ChannelMethod.Open(""), 504),
        Arguments.of(2, new ExchangeMethod.DeclareOk(), 504),
        Arguments.of(2, new BasicMethod.Qos(0, 1, false), 504),
        Arguments.of(1, new ChannelMethod.Open(""), 504),
        Arguments.of(1, new ConnectionMethod.Open("/", "", false), 503),
        Arguments.of(1, new ExchangeMethod.DeclareOk(), 503));
  }

  @ParameterizedTest
  @MethodSource("methodsAtTheWrongTime")
  void aMethodAtTheWrongTimeClosesTheConnection(int channel, Method method, int code) {
    try (var client = WireClient.open(server.port())) {
      client.send(channel, method);
      var close = client.expect(0, ConnectionMethod.Close.class);
      assertThat(close.replyCode()).isEqualTo(code);
      assertThat(close.classId()).isEqualTo(method.id().classId());
      assertThat(close.methodId()).isEqualTo(method.id().methodId());
      client.send(0, new ConnectionMethod.CloseOk());
      client.expectEnd();
    }
  }

  static Stream<Arguments> framesThatAreWrong() {
    byte[] badEnd = {1, 0, 1, 0, 0, 0, 0, 0};
    byte[] tooLarge = {1, 0, 1, 0x7f, 0, 0, 0};
    byte[] unknownType = {9, 0, 1, 0, 0, 0, 0, (byte) 0xce};
    byte[] heartbeatOnChannel = {8, 0, 1, 0, 0, 0, 0, (byte) 0xce};
    byte[] bodyUnasked = {3, 0, 1, 0, 0, 0, 1, 7, (byte) 0xce};
    byte[] unknownMethod = {1, 0, 1, 0, 0, 0, 4, 0, 60, 0, 99, (byte) 0xce};
    byte[] shortMethod = {1, 0, 1, 0, 0, 0, 4, 0, 60, 0, 10, (byte) 0xce};
    return Stream.of(
        Arguments.of(badEnd, 501),
        Arguments.of(tooLarge, 501),
        Arguments.of(unknownType, 501),
        Arguments.of(heartbeatOnChannel, 505),
        Arguments.of(bodyUnasked, 505),
        Arguments.of(unknownMethod, 503),
        Arguments.of(shortMethod, 501));
  }

  @ParameterizedTest
  @MethodSource("framesThatAreWrong")
  void aWrongFrameClosesTheConnectionWithItsCode(byte[] frame, int code) {
    try (var log = new LogLines("io.weir");
        var client = WireClient.open(server.port())) {
      client.send(frame);
      var close = client.expect(0, ConnectionMethod.Close.class);
      assertThat(close.replyCode()).isEqualTo(code);
      client.close();
      assertThat(log.errors()).isEmpty();
    }
  }

  @Test
  void framesBeforeTheConnectionIsOpenAreRefused() {
    try (var client = client()) {
      client.header(ProtocolHeader.AMQP_0_9_1);
      client.expect(0, ConnectionMethod.Start.class);
      client.send(1, new ChannelMethod.Open(""));
      expectClose(client, 505, "before the connection is open");
    }
  }

  @Test
  void aClientThatClosesHearsThatItMay() {
    try (var client = WireClient.open(server.port())) {
      client.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
      client.expect(0, ConnectionMethod.CloseOk.class);
      client.expectEnd();
    }
  }

  @Test
  void moreChannelsThanAgreedUponAreRefused() {
    try (var client = client()) {
      client.header(ProtocolHeader.AMQP_0_9_1);
      client.expect(0, ConnectionMethod.Start.class);
      client.plain(Table.EMPTY, "guest", "guest");
      client.expect(0, ConnectionMethod.Tune.class);
      client.send(0, new ConnectionMethod.TuneOk(1, 4096, 0));
      client.send(0, new ConnectionMethod.Open("/", "", false));
      client.expect(0, ConnectionMethod.OpenOk.class);
      client.send(7, new ChannelMethod.Open(""));
      client.expect(7, ChannelMethod.OpenOk.class);
      client.send(8, new ChannelMethod.Open(""));
      expectClose(client, 530, "channel_max (1)");
    }
  }

  @Test
  void heartbeatsAreSentAndMissed() {
    try (var log = new LogLines("io.weir");
        var client = client()) {
      client.connect(Table.EMPTY, 1);
      for (int i = 0; i < 3; i++) {
        assertThat(client.nextOfAll()).isEqualTo(new WireClient.Frame(0, "heartbeat"));
      }
      await().untilAsserted(() -> assertThat(log.with("no heartbeat")).isNotEmpty());
    }
  }

  @Test
  void whoSendsHeartbeatsStaysForLongerThanTwoOfThem() {
    try (var client = client()) {
      client.connect(Table.EMPTY, 1);
      for (int i = 0; i < 8; i++) { // Each of ours is half a second.
        assertThat(client.nextOfAll().what()).isEqualTo("heartbeat");
        client.send(encoder -> encoder.heartbeat());
      }
      client.send(1, new ChannelMethod.Open(""));
      client.expect(1, ChannelMethod.OpenOk.class);
    }
  }

  @Test
  void halfAFrameEndsTheConnectionInTime() {
    try (var client = WireClient.open(server.port())) {
      client.send(new byte[] {1, 0, 1});
      client.expectEnd();
    }
  }

  @Test
  void whoSaysNothingIsLetGoOf() {
    try (var client = client()) {
      client.expectEnd();
    }
  }

  @Test
  void whoStopsInTheHandshakeIsLetGoOf() {
    try (var client = client()) {
      client.header(ProtocolHeader.AMQP_0_9_1);
      client.expect(0, ConnectionMethod.Start.class);
      client.plain(Table.EMPTY, "guest", "guest");
      client.expect(0, ConnectionMethod.Tune.class);
      client.expectEnd();
    }
  }

  @Test
  void aGatewayThatStopsSaysSo() {
    Endpoint endpoint = server.listen(TestServer.listener("stopping", ConnectionBounds.DEFAULT));
    try (var client = WireClient.open(endpoint.port())) {
      var drained = endpoint.drain(Duration.ofSeconds(10));
      var close = client.expect(0, ConnectionMethod.Close.class);
      assertThat(close.replyCode()).isEqualTo(320);
      client.send(0, new ConnectionMethod.CloseOk());
      client.expectEnd();
      Futures.await(drained);
    }
  }

  @Test
  void aMessageThatIsTooLargeClosesTheChannelBeforeItHasCome() {
    try (var client = WireClient.open(server.port())) {
      client.send(encoder -> encoder.method(1, new ChannelMethod.Flow(true)));
      client.expect(1, ChannelMethod.FlowOk.class);
      byte[] publish = {1, 0, 1, 0, 0, 0, 9, 0, 60, 0, 40, 0, 0, 0, 0, 0, (byte) 0xce};
      byte[] header = {
        2, 0, 1, 0, 0, 0, 14, 0, 60, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 1, 0, 0, (byte) 0xce
      };
      client.send(publish);
      client.send(header);
      var close = client.expect(1, ChannelMethod.Close.class);
      assertThat(close.replyCode()).isEqualTo(406);
      assertThat(close.replyText()).contains("is larger than max size 1048576");
    }
  }

  @Test
  void unfinishedMessagesOfAllChannelsTakeNoMoreThanOneMayTake() {
    try (var client = WireClient.open(server.port())) {
      byte[] publish = {1, 0, 1, 0, 0, 0, 9, 0, 60, 0, 40, 0, 0, 0, 0, 0, (byte) 0xce};
      byte[] header = {
        2,
        0,
        1,
        0,
        0,
        0,
        14,
        0,
        60,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0x0f,
        (byte) 0xff,
        (byte) 0xff,
        0,
        0,
        (byte) 0xce
      };
      byte[] body = new byte[7 + 0x1f000 + 1];
      System.arraycopy(new byte[] {3, 0, 1, 0, 1, (byte) 0xf0, 0}, 0, body, 0, 7);
      body[body.length - 1] = (byte) 0xce;
      client.send(2, new ChannelMethod.Open(""));
      client.expect(2, ChannelMethod.OpenOk.class);
      for (byte channel = 1; channel <= 2; channel++) {
        publish[2] = channel;
        header[2] = channel;
        body[2] = channel;
        client.send(publish);
        client.send(header);
        for (int i = 0; i < 5; i++) {
          client.send(body);
        }
      }
      var close = client.expect(0, ConnectionMethod.Close.class);
      assertThat(close.replyCode()).isEqualTo(506);
    }
  }
}
