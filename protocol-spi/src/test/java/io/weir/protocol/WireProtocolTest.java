package io.weir.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireProtocolTest {

  @ParameterizedTest
  @CsvSource({
    "160301020001, TLS, TLS", // a ClientHello
    "474554202f20485454502f312e31, HTTP, HTTP", // GET / HTTP/1.1
    "505249202a20485454502f322e30, HTTP_2, HTTP/2", // PRI * HTTP/2.0
    "414d515000000901, AMQP, AMQP", // 0-9-1
    "414d515000010000, AMQP, AMQP", // 1.0
    "101000044d51545405c2, MQTT, MQTT", // CONNECT of version 5
    "101200064d514973647003, MQTT, MQTT", // and of 3.1
    "5353482d322e302d, SSH, SSH",
    "000000120012000400000001, KAFKA, Kafka's protocol", // ApiVersions
  })
  void aClientIsRecognisedOnEveryPortButItsOwn(String first, WireProtocol spoken, String name) {
    for (WireProtocol own : WireProtocol.values()) {
      assertThat(WireProtocol.hint(own, bytes(first)))
          .as("on a port for %s", own)
          .isEqualTo(own == spoken ? "" : "; it looks like " + name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16", "ff01020304050607", "68656c6c6f20776f", "000000ff"})
  void whatLooksLikeNothingKnownIsNotGuessedAt(String first) {
    assertThat(WireProtocol.hint(WireProtocol.HTTP, bytes(first))).isEmpty();
  }

  @Test
  void theBeginningIsSeenHoweverItArrivesAndNothingIsHeldBack() {
    FirstBytes first = new FirstBytes();
    EmbeddedChannel channel = new EmbeddedChannel(first);
    ByteBuf arrived = Unpooled.buffer();
    for (byte single : HexFormat.of().parseHex("00000012001200040000")) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {single}));
      arrived.writeBytes(channel.<ByteBuf>readInbound());
    }
    assertThat(first.hint(WireProtocol.HTTP)).isEqualTo("; it looks like Kafka's protocol");
    assertThat(channel.pipeline().get(FirstBytes.class)).as("it has left").isNull();
    assertThat(arrived.readableBytes()).isEqualTo(10);
    channel.finishAndReleaseAll();
  }

  /** One character for each byte. */
  private static String bytes(String hexadecimal) {
    return new String(HexFormat.of().parseHex(hexadecimal), StandardCharsets.ISO_8859_1);
  }
}
