package io.weir.amqp091.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a frame is wrong has RabbitMQ's code, and a sentence. */
class FaultsTest {
  static List<Arguments> frames() {
    return List.of(
        // type, channel, payload; code, sentence
        fault(0, 1, "", 501, "a frame of type 0 with 0 bytes, which there is not"),
        fault(4, 1, "00", 501, "a frame of type 4 with 1 bytes, which there is not"),
        fault(255, 0, "", 501, "a frame of type 255 with 0 bytes, which there is not"),
        fault(8, 0, "00", 501, "a frame of type 8 with 1 bytes, which there is not"),
        fault(8, 1, "", 505, "a frame of type 8 on channel 1"),
        fault(2, 0, "003c 0000 0000000000000000 0000", 505, "a frame of type 2 on channel 0"),
        fault(3, 0, "00", 505, "a frame of type 3 on channel 0"),
        fault(1, 1, "", 501, "a method with 0 bytes left where 2 were to come"),
        fault(1, 1, "003c", 501, "a method with 0 bytes left where 2 were to come"),
        fault(1, 1, "003c 0009", 503, "there is no method 9 of a class 60"),
        fault(1, 1, "ffff ffff", 503, "there is no method 65535 of a class 65535"),
        fault(1, 1, "0014 000a", 501, "channel.open with 0 bytes left where 1 were to come"),
        fault(1, 1, "0014 000a 01", 501, "channel.open with 0 bytes left where 1 were to come"),
        fault(1, 1, "0014 000a 00 00", 501, "1 bytes after the end of channel.open"),
        fault(1, 1, "0014 0029 00", 501, "1 bytes after the end of channel.close-ok"),
        fault(1, 1, "0014 000a 01 ff", 501, "a short string in channel.open that is not UTF-8"),
        fault(1, 1, "0014 000a 02 c0af", 501, "a short string in channel.open that is not UTF-8"),
        fault(1, 1, "003c 0050 00000000", 501, "basic.ack with 4 bytes left where 8 were to come"),
        fault(
            1,
            1,
            "003c 0050 0000000000000001",
            501,
            "basic.ack with 0 bytes left where 1 were to come"),
        fault(
            1,
            0,
            "000a 0015 ffffffff",
            501,
            "connection.secure-ok with 0 bytes left where 4294967295 were to come"),
        fault(
            1,
            1,
            "0032 000a 0000 00 00 ffffffff",
            501,
            "queue.declare with 4 bytes left where 4294967299 were to come"),
        fault(
            1,
            1,
            "0032 000a 0000 00 00 00000003 01 61 55",
            502,
            "a value of the type 0x55, which there is not"),
        fault(2, 1, "003c 0000", 501, "a content header with 0 bytes left where 8 were to come"),
        fault(
            2,
            1,
            "0032 0000 0000000000000000 0000",
            505,
            "a content header for class 50 with weight 0, where only class 60 has contents, with"
                + " 0"),
        fault(
            2,
            1,
            "003c 0001 0000000000000000 0000",
            505,
            "a content header for class 60 with weight 1, where only class 60 has contents, with"
                + " 0"),
        fault(
            2,
            1,
            "003c 0000 0000000000000000 0001",
            502,
            "a content header with flags of properties that there are not"),
        fault(
            2,
            1,
            "003c 0000 0000000000000000 0002",
            502,
            "a content header with flags of properties that there are not"),
        fault(
            2,
            1,
            "003c 0000 0000000000000000 8000",
            501,
            "a content header with 0 bytes left where 1 were to come"),
        fault(
            2,
            1,
            "003c 0000 0000000000000000 0000 00",
            501,
            "1 bytes after the end of a content header"),
        fault(
            2,
            1,
            "003c 0000 0000000000000000 2000 00000003 01 61 00",
            502,
            "a value of the type 0x00, which there is not"));
  }

  private static Arguments fault(int type, int channel, String payload, int code, String message) {
    return Arguments.of(type, channel, payload, code, message);
  }

  @ParameterizedTest
  @MethodSource("frames")
  void aFrameThatIsWrongHasItsCode(
      int type, int channel, String payload, int code, String message) {
    ProtocolFault fault =
        catchThrowableOfType(
            ProtocolFault.class, () -> Told.of(Written.frame(type, channel, payload)));
    assertThat(fault).hasMessage(message);
    assertThat(fault.code().code()).isEqualTo(code);
    assertThat(fault.code().closesConnection()).isTrue();
    assertThat(fault.getStackTrace()).isEmpty();
  }

  @Test
  void aFrameThatDoesNotEndWhereItSaysIsAFrameError() {
    byte[] frame = Written.frame(Frames.HEARTBEAT, 0, "");
    frame[frame.length - 1] = 0x0a;
    ProtocolFault fault = catchThrowableOfType(ProtocolFault.class, () -> Told.of(frame));
    assertThat(fault).hasMessage("a frame that ends with 0x0a instead of 0xce");
    assertThat(fault.code()).isEqualTo(ReplyCode.FRAME_ERROR);
  }

  @Test
  void aFaultSaysHowToCloseTheConnection() {
    ProtocolFault fault =
        catchThrowableOfType(
            ProtocolFault.class, () -> Told.of(Written.frame(Frames.METHOD, 1, "003c 0050 00")));
    assertThat(fault.close())
        .isEqualTo(
            new ConnectionMethod.Close(
                501, "FRAME_ERROR - basic.ack with 1 bytes left where 8 were to come", 60, 80));
  }

  /** As in RabbitMQ, which looks at neither: what is wrong with a key is for routing to say. */
  @Test
  void keysOfMessagesNeedNotBeUtf8() {
    byte[] publish = Written.hex("003c 0028 0000 01 ff 02 c0af 00");
    assertThat(Told.of(Written.frame(Frames.METHOD, 1, publish)))
        .containsExactly(
            new Told.Frame(
                1,
                new BasicMethod.Publish(
                    0,
                    ShortString.copyOf(Written.hex("ff")),
                    ShortString.copyOf(Written.hex("c0af")),
                    false,
                    false)));
  }

  /** As in RabbitMQ. */
  @Test
  void bitsThatNobodyHasDefinedAreIgnored() {
    assertThat(Told.of(Written.frame(Frames.METHOD, 1, "0014 0014 ff")))
        .containsExactly(new Told.Frame(1, new ChannelMethod.Flow(true)));
  }
}
