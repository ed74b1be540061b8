package io.weir.amqp091.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ContentAssemblerTest {
  private static final BasicMethod.Publish PUBLISH =
      new BasicMethod.Publish(0, ShortString.EMPTY, ShortString.of("q"), false, false);
  private static final Method ACK = new BasicMethod.Ack(1, false);

  private final ContentAssembler assembler = new ContentAssembler();

  private static ContentHeader header(long bodySize) {
    return new ContentHeader(bodySize, BasicProperties.EMPTY);
  }

  private static ByteBuf bytes(int length) {
    return PooledByteBufAllocator.DEFAULT.buffer().writeZero(length);
  }

  @Test
  void aBodyOfOnePieceIsThatPiece() {
    assembler.method(PUBLISH);
    assertThat(assembler.header(header(3))).isNull();
    ByteBuf piece = bytes(3);
    Content content = assembler.body(piece);
    assertThat(content.method()).isSameAs(PUBLISH);
    assertThat(content.properties()).isSameAs(BasicProperties.EMPTY);
    assertThat(content.body()).isSameAs(piece);
    piece.release();
  }

  @Test
  void anEmptyBodyIsCompleteWithItsHeader() {
    assembler.method(PUBLISH);
    assertThat(assembler.header(header(0)).body().isReadable()).isFalse();
    assembler.method(ACK);
  }

  @Property(tries = 200)
  void aBodyMayComeInAnyPieces(@ForAll Random random) {
    byte[] body = Generated.any(random).octets(random.nextInt(1, 100_000));
    ByteBuf left = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(body);
    try (ContentAssembler assembler = new ContentAssembler()) {
      assembler.method(PUBLISH);
      Content content = assembler.header(header(body.length));
      while (content == null) {
        int most = Math.min(left.readableBytes(), 1 << random.nextInt(16));
        content = assembler.body(left.readRetainedSlice(random.nextInt(most + 1)));
      }
      assertThat(ByteBufUtil.getBytes(content.body())).isEqualTo(body);
      content.body().release();
    }
    left.release();
    assertThat(left.refCnt()).isZero();
  }

  /** A thousand pieces of one byte pin nothing of what they came in. */
  @Test
  void smallPiecesAreGathered() {
    assembler.method(PUBLISH);
    assembler.header(header(1000));
    ByteBuf read = bytes(64 * 1024);
    for (int i = 0; i < 999; i++) {
      assembler.body(read.readRetainedSlice(1));
    }
    assertThat(read.refCnt()).isEqualTo(1);
    read.release();
    assembler.close();
  }

  @Test
  void contentsFollowEachOther() {
    for (int size = 0; size < 3; size++) {
      assembler.method(PUBLISH);
      Content content = assembler.header(header(size));
      if (content == null) {
        content = assembler.body(bytes(size));
      }
      assertThat(content.body().readableBytes()).isEqualTo(size);
      content.body().release();
    }
  }

  @Test
  void whatIsOutOfOrderIsUnexpected() {
    unexpected(() -> assembler.header(header(0)), "a content header where a method was to come");
    unexpected(() -> assembler.body(bytes(1)), "a piece of a body where a method was to come");
    assembler.method(ACK);
    unexpected(() -> assembler.header(header(0)), "a content header where a method was to come");

    assembler.method(PUBLISH);
    String header = " where the content header of basic.publish was to come";
    unexpected(() -> assembler.method(ACK), "the method basic.ack" + header);
    unexpected(() -> assembler.method(PUBLISH), "the method basic.publish" + header);
    unexpected(() -> assembler.body(bytes(1)), "a piece of a body" + header);

    assembler.header(header(2));
    String body = " where the body of basic.publish was to come";
    unexpected(() -> assembler.method(ACK), "the method basic.ack" + body);
    unexpected(() -> assembler.header(header(2)), "a content header" + body);
  }

  private static void unexpected(ThrowingCallable what, String message) {
    assertThatThrownBy(what)
        .hasMessage(message)
        .isInstanceOfSatisfying(
            ProtocolFault.class,
            fault -> assertThat(fault.code()).isEqualTo(ReplyCode.UNEXPECTED_FRAME));
  }

  @Test
  void moreThanWasSaidIsAFrameErrorAndFreed() {
    assembler.method(PUBLISH);
    assembler.header(header(5));
    assembler.body(bytes(3));
    ByteBuf tooMuch = bytes(3);
    frameError(() -> assembler.body(tooMuch), "3 bytes of a body where 2 were to come");
    assertThat(tooMuch.refCnt()).isZero();
    assembler.close();
  }

  @Test
  void whatIsLargerThanRabbitMqTakesIsRefusedAtItsHeader() {
    assembler.method(PUBLISH);
    frameError(
        () -> assembler.header(header(-1)),
        "a content of 18446744073709551615 bytes, where at most 536870912 are taken");
    frameError(
        () -> assembler.header(header(536_870_913)),
        "a content of 536870913 bytes, where at most 536870912 are taken");
    assertThat(assembler.header(header(536_870_912))).isNull();
  }

  private static void frameError(ThrowingCallable what, String message) {
    assertThatThrownBy(what)
        .hasMessage(message)
        .isInstanceOfSatisfying(
            ProtocolFault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(ReplyCode.FRAME_ERROR);
              assertThat(fault.method()).isEqualTo(MethodId.BASIC_PUBLISH);
            });
  }

  @Test
  void whatHasBegunIsFreedAtTheEnd() {
    assembler.method(PUBLISH);
    assembler.header(header(100_000));
    ByteBuf large = bytes(10_000);
    assembler.body(large);
    assembler.body(bytes(1));
    assertThat(large.refCnt()).isEqualTo(1);
    assembler.close();
    assertThat(large.refCnt()).isZero();
    assembler.method(ACK);
  }

  @Test
  void aPieceThatWasNotToComeIsFreed() {
    ByteBuf piece = bytes(1);
    unexpected(() -> assembler.body(piece), "a piece of a body where a method was to come");
    assertThat(piece.refCnt()).isZero();
  }
}
