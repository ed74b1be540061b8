package io.weir.amqp091.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolHeaderTest {
  private static ProtocolHeader read(String text) {
    return new ProtocolHeaderDecoder().decode(Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1)));
  }

  @Test
  void itIsTheLettersAndTheVersion() {
    byte[] bytes = Written.by(encoder -> encoder.protocolHeader(ProtocolHeader.AMQP_0_9_1));
    assertThat(bytes).isEqualTo("AMQP\0\0\11\1".getBytes(ISO_8859_1));
    assertThat(read("AMQP\0\0\11\1")).isEqualTo(ProtocolHeader.AMQP_0_9_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AMQP\0\0\11\1", "AMQP\1\1\0\11"})
  void bothFormsOfTheVersionAreSpoken(String header) {
    assertThat(read(header).isSpoken()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'AMQP\0\1\0\0', a protocol header of AMQP with the octets 0 1 0 0",
    "'AMQP\3\1\0\0', a protocol header of AMQP with the octets 3 1 0 0",
    "'AMQP\0\0\11\2', a protocol header of AMQP with the octets 0 0 9 2",
    "'AMQP\377\0\11\1', a protocol header of AMQP with the octets 255 0 9 1",
    "'GET / HT', no protocol header of AMQP; it looks like HTTP",
    "'\26\3\1\2\0\1\0\1', no protocol header of AMQP; it looks like TLS",
    "'amqp\0\0\11\1', no protocol header of AMQP"
  })
  void anythingElseIsNotAndSaysWhatItIs(String header, String fault) {
    assertThat(read(header).isSpoken()).isFalse();
    assertThat(read(header).fault()).startsWith(fault);
  }

  @Test
  void itMayComeInPiecesAndWhatFollowsIsLeft() {
    byte[] bytes = "AMQP\0\0\11\1more".getBytes(ISO_8859_1);
    for (int at = 0; at <= ProtocolHeader.LENGTH; at++) {
      ProtocolHeaderDecoder decoder = new ProtocolHeaderDecoder();
      ByteBuf first = Unpooled.wrappedBuffer(bytes, 0, at);
      ByteBuf rest = Unpooled.wrappedBuffer(bytes, at, bytes.length - at);
      ProtocolHeader early = decoder.decode(first);
      assertThat(early).isEqualTo(at == ProtocolHeader.LENGTH ? ProtocolHeader.AMQP_0_9_1 : null);
      assertThat(decoder.decode(rest)).isEqualTo(ProtocolHeader.AMQP_0_9_1);
      assertThat(first.isReadable()).isFalse();
      assertThat(ByteBufUtil.getBytes(rest)).isEqualTo("more".getBytes(ISO_8859_1));
    }
  }
}
