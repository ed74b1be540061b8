package io.weir.amqp091.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FrameEncoderTest {
  private static final BasicMethod.Deliver DELIVER =
      new BasicMethod.Deliver(
          ShortString.of("tag"), 7, false, ShortString.EMPTY, ShortString.of("key"));

  private static Content deliver(ByteBuf body) {
    return new Content(DELIVER, BasicProperties.EMPTY, body);
  }

  private static List<Told.Frame> told(ByteBuf stream) {
    byte[] bytes = ByteBufUtil.getBytes(stream);
    stream.release();
    Told told = new Told();
    try (FrameDecoder decoder = new FrameDecoder(told)) {
      decoder.frameMax(1 << 20);
      decoder.decode(Unpooled.wrappedBuffer(bytes));
      assertThat(decoder.inFrame()).isFalse();
    }
    return told.frames;
  }

  @Test
  void aMethodIsAFrame() {
    assertThat(Written.by(encoder -> encoder.method(3, new ConnectionMethod.CloseOk())))
        .isEqualTo(Written.hex("01 0003 00000004 000a 0033 ce"));
  }

  @Test
  void aHeartbeatIsAFrameOfChannelZero() {
    assertThat(Written.by(FrameEncoder::heartbeat)).isEqualTo(Written.hex("08 0000 00000000 ce"));
  }

  @Test
  void aContentIsAMethodAHeaderAndItsBody() {
    byte[] written =
        Written.by(
            encoder ->
                encoder.content(
                    1,
                    new Content(
                        DELIVER,
                        BasicProperties.builder().deliveryMode(2).build(),
                        Unpooled.wrappedBuffer(new byte[] {5}))));
    assertThat(written)
        .isEqualTo(
            Written.hex(
                "01 0001 00000016 003c003c 03746167 0000000000000007 00 00 036b6579 ce"
                    + "02 0001 0000000f 003c 0000 0000000000000001 1000 02 ce"
                    + "03 0001 00000001 05 ce"));
  }

  @Test
  void anEmptyBodyHasNoFrame() {
    byte[] written = Written.by(encoder -> encoder.content(1, deliver(Unpooled.EMPTY_BUFFER)));
    assertThat(Told.of(written)).hasSize(2);
  }

  @Test
  void framesOfABodyAreAsLargeAsWasAgreed() {
    FrameEncoder encoder = new FrameEncoder(UnpooledByteBufAllocator.DEFAULT);
    encoder.frameMax(5000);
    byte[] body = Generated.any(new Random(1)).octets(12_000);
    encoder.content(9, deliver(Unpooled.wrappedBuffer(body)));
    List<Told.Frame> told = told(encoder.take());
    assertThat(told).extracting(Told.Frame::channel).containsOnly(9);
    List<ByteString> pieces =
        told.stream().skip(2).map(frame -> (ByteString) frame.what()).toList();
    assertThat(pieces).extracting(ByteString::length).containsExactly(4992, 4992, 2016);
    ByteBuf whole = Unpooled.buffer();
    pieces.forEach(piece -> piece.writeTo(whole));
    assertThat(ByteBufUtil.getBytes(whole)).isEqualTo(body);
    assertThatThrownBy(() -> encoder.frameMax(4095)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLargeBodyIsNotCopiedAndIsFreed() {
    FrameEncoder encoder = new FrameEncoder(PooledByteBufAllocator.DEFAULT);
    encoder.frameMax(1 << 20);
    ByteBuf body = PooledByteBufAllocator.DEFAULT.directBuffer(10_000).writeZero(10_000);
    encoder.content(1, deliver(body));
    CompositeByteBuf written = (CompositeByteBuf) encoder.take();
    assertThat(written.numComponents()).isEqualTo(3);
    assertThat(written.component(1).memoryAddress()).isEqualTo(body.memoryAddress());
    written.release();
    assertThat(body.refCnt()).isZero();
  }

  @Test
  void aSmallBodyIsCopiedAndFreedAtOnce() {
    FrameEncoder encoder = new FrameEncoder(PooledByteBufAllocator.DEFAULT);
    ByteBuf body = PooledByteBufAllocator.DEFAULT.buffer(100).writeZero(100);
    encoder.content(1, deliver(body));
    assertThat(body.refCnt()).isZero();
    encoder.close();
  }

  @Test
  void whatIsWrittenGathersUntilItIsTaken() {
    FrameEncoder encoder = new FrameEncoder(PooledByteBufAllocator.DEFAULT);
    assertThat(encoder.take()).isNull();
    assertThat(encoder.size()).isZero();
    for (int turn = 0; turn < 3; turn++) {
      encoder.heartbeat();
      encoder.content(1, deliver(Unpooled.wrappedBuffer(new byte[5000])));
      encoder.method(1, new ChannelMethod.CloseOk());
      encoder.frameMax(1 << 20);
      long size = encoder.size();
      ByteBuf taken = encoder.take();
      assertThat(size).isEqualTo(taken.readableBytes());
      assertThat(encoder.size()).isZero();
      assertThat(told(taken)).hasSize(turn == 0 ? 6 : 5);
    }
    assertThat(encoder.take()).isNull();
  }

  @Property(tries = 100)
  void whatIsWrittenIsToldInItsOrderAndFreed(@ForAll Random random) {
    Generated generated = Generated.any(random);
    List<ByteBuf> bodies = new ArrayList<>();
    List<Method> methods = new ArrayList<>();
    FrameEncoder encoder = new FrameEncoder(PooledByteBufAllocator.DEFAULT);
    encoder.frameMax(random.nextInt(4096, 20_000));
    for (Specification.Defined defined : Specification.METHODS) {
      Method method = generated.method(defined);
      methods.add(method);
      if (method instanceof BasicMethod.WithContent withContent) {
        byte[] body = generated.octets(random.nextInt(30_000));
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(body);
        bodies.add(bytes);
        encoder.content(1, new Content(withContent, generated.properties(), bytes));
      } else {
        encoder.method(1, method);
      }
    }
    assertThat(told(encoder.take()).stream().map(Told.Frame::what).filter(Method.class::isInstance))
        .containsExactlyElementsOf(methods);
    assertThat(bodies).allSatisfy(body -> assertThat(body.refCnt()).isZero());
  }

  @Test
  void aMethodThatCannotBeWrittenLeavesNothing() {
    FrameEncoder encoder = new FrameEncoder(UnpooledByteBufAllocator.DEFAULT);
    encoder.heartbeat();
    Method tooLong = new QueueMethod.DeclareOk("q".repeat(256), 0, 0);
    assertThatThrownBy(() -> encoder.method(1, tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a short string of 256 bytes");
    assertThatThrownBy(() -> encoder.method(1, DELIVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("basic.deliver without its content");
    encoder.heartbeat();
    assertThat(told(encoder.take())).hasSize(2);
  }

  @Test
  void whatIsNotTakenIsFreed() {
    FrameEncoder encoder = new FrameEncoder(PooledByteBufAllocator.DEFAULT);
    ByteBuf body = PooledByteBufAllocator.DEFAULT.buffer(10_000).writeZero(10_000);
    encoder.frameMax(1 << 20);
    encoder.content(1, deliver(body));
    encoder.close();
    assertThat(body.refCnt()).isZero();
    assertThat(encoder.take()).isNull();
  }
}
