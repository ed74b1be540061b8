package io.weir.amqp091.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** However bytes arrive, the same frames come out, and every buffer is freed. */
class FrameDecoderTest {
  private static final Method CHANNEL_OPEN = new ChannelMethod.Open("");

  private static FrameDecoder generous(FrameHandler handler) {
    FrameDecoder decoder = new FrameDecoder(handler);
    decoder.frameMax(1 << 20);
    return decoder;
  }

  @Test
  void aStreamMayBeCutAnywhere() {
    byte[] stream = Written.everything(new Random(7), 500);
    List<Told.Frame> whole = Told.of(stream);
    assertThat(whole).hasSizeGreaterThan(Specification.METHODS.size());
    for (int at = 0; at <= stream.length; at++) {
      Told told = new Told();
      try (FrameDecoder decoder = generous(told)) {
        decoder.decode(Unpooled.wrappedBuffer(stream, 0, at));
        decoder.decode(Unpooled.wrappedBuffer(stream, at, stream.length - at));
        assertThat(decoder.inFrame()).isFalse();
      }
      assertThat(told.frames).isEqualTo(whole);
    }
  }

  @Test
  void aStreamMayComeByteByByte() {
    byte[] stream = Written.everything(new Random(8), 20_000);
    Told told = new Told();
    try (FrameDecoder decoder = generous(told)) {
      for (byte one : stream) {
        decoder.decode(Unpooled.buffer(1).writeByte(one));
      }
    }
    assertThat(told.frames).isEqualTo(Told.of(stream));
  }

  @Property(tries = 200)
  void framesDoNotDependOnHowTheirBytesArrive(@ForAll Random random) {
    byte[] stream = Written.everything(random, 20_000);
    ByteBuf left = Unpooled.wrappedBuffer(stream);
    Told told = new Told();
    List<ByteBuf> reads = new ArrayList<>();
    try (FrameDecoder decoder = generous(told)) {
      while (left.isReadable()) {
        int capacity = 1 << random.nextInt(3, 17);
        int count = Math.min(left.readableBytes(), random.nextInt(1, capacity + 1));
        ByteBuf read = PooledByteBufAllocator.DEFAULT.buffer(capacity, capacity);
        read.writeBytes(left, count);
        decoder.decode(read);
        assertThat(read.isReadable()).isFalse();
        read.release();
        reads.add(read);
      }
      assertThat(decoder.inFrame()).isFalse();
    }
    assertThat(told.frames).isEqualTo(Told.of(stream));
    assertThat(reads).allSatisfy(read -> assertThat(read.refCnt()).isZero());
  }

  /** Keeps the bodies that it is told. */
  private static final class Bodies implements FrameHandler {
    private final List<ByteBuf> bodies = new ArrayList<>();

    @Override
    public void method(int channel, Method method) {}

    @Override
    public void contentHeader(int channel, ContentHeader header) {}

    @Override
    public void body(int channel, ByteBuf body) {
      bodies.add(body);
    }

    @Override
    public void heartbeat() {}
  }

  @Test
  void aBodyOfAFullReadIsNotCopied() {
    ByteBuf read = PooledByteBufAllocator.DEFAULT.directBuffer(64, 64);
    read.writeBytes(Written.frame(Frames.BODY, 1, new byte[56]));
    Bodies told = new Bodies();
    new FrameDecoder(told).decode(read);
    ByteBuf body = told.bodies.getFirst();
    assertThat(body.memoryAddress()).isEqualTo(read.memoryAddress() + Frames.HEAD_LENGTH);
    body.release();
    assertThat(read.refCnt()).isEqualTo(1);
    read.release();
  }

  @Test
  void aBodyOfASparseReadPinsNoLargeBuffer() {
    ByteBuf read = PooledByteBufAllocator.DEFAULT.buffer(64 * 1024);
    read.writeBytes(Written.frame(Frames.BODY, 1, new byte[56]));
    Bodies told = new Bodies();
    new FrameDecoder(told).decode(read);
    assertThat(read.refCnt()).isEqualTo(1);
    told.bodies.getFirst().release();
    read.release();
  }

  @Test
  void whatHasBegunIsFreedAtTheEnd() {
    FrameDecoder decoder = new FrameDecoder(new Told());
    byte[] frame = Written.frame(Frames.BODY, 1, new byte[1000]);
    ByteBuf dense = PooledByteBufAllocator.DEFAULT.buffer(16, 16).writeBytes(frame, 0, 16);
    decoder.decode(dense);
    ByteBuf sparse = PooledByteBufAllocator.DEFAULT.buffer(1024).writeBytes(frame, 16, 3);
    decoder.decode(sparse);
    assertThat(decoder.inFrame()).isTrue();
    decoder.close();
    dense.release();
    sparse.release();
    assertThat(dense.refCnt()).isZero();
    assertThat(sparse.refCnt()).isZero();
  }

  @Test
  void theBoundHoldsFromTheNextFrameOn() {
    byte[] large = Written.frame(Frames.BODY, 1, new byte[10_000]);
    Told told = new Told();
    FrameDecoder decoder = new FrameDecoder(told);
    decoder.frameMax(10_008);
    decoder.decode(Unpooled.wrappedBuffer(large));
    assertThat(told.frames).hasSize(1);
    decoder.frameMax(4096);
    assertThatThrownBy(() -> decoder.decode(Unpooled.wrappedBuffer(large)))
        .hasMessage("a frame with 10000 bytes, where at most 4088 are taken");
    assertThatThrownBy(() -> decoder.frameMax(4095)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Nothing of it needs to have come, and nothing is held for it. */
  @Test
  void aFrameThatIsTooLargeIsRefusedAtItsHead() {
    for (String length : new String[] {"00002001", "7fffffff", "80000000", "ffffffff"}) {
      ByteBuf head = Unpooled.wrappedBuffer(Written.hex("03 0001" + length));
      assertThatThrownBy(() -> new FrameDecoder(new Told()).decode(head))
          .isInstanceOf(ProtocolFault.class)
          .hasMessage(
              "a frame with %s bytes, where at most 8184 are taken"
                  .formatted(Long.parseLong(length, 16)));
    }
    FrameDecoder decoder = new FrameDecoder(new Told());
    decoder.decode(Unpooled.wrappedBuffer(Written.hex("03 0001 00002000")));
    assertThat(decoder.inFrame()).isTrue();
  }

  @Test
  void afterAFaultWithinAFrameTheNextOneIsRead() {
    ByteBuf stream =
        Unpooled.wrappedBuffer(
            Written.frame(Frames.METHOD, 1, "ffff0001"),
            Written.frame(Frames.METHOD, 1, Written.payload(CHANNEL_OPEN)));
    Told told = new Told();
    FrameDecoder decoder = new FrameDecoder(told);
    assertThatThrownBy(() -> decoder.decode(stream)).isInstanceOf(ProtocolFault.class);
    assertThat(told.frames).isEmpty();
    decoder.decode(stream);
    assertThat(told.frames).containsExactly(new Told.Frame(1, CHANNEL_OPEN));
  }

  @Test
  void whereItIsNotKnownWhereFramesBeginAllIsSkipped() {
    byte[] wrongEnd = Written.frame(Frames.METHOD, 1, Written.payload(CHANNEL_OPEN));
    wrongEnd[wrongEnd.length - 1] = 0;
    ByteBuf stream =
        Unpooled.wrappedBuffer(
            wrongEnd, Written.frame(Frames.METHOD, 1, Written.payload(CHANNEL_OPEN)));
    Told told = new Told();
    FrameDecoder decoder = new FrameDecoder(told);
    assertThatThrownBy(() -> decoder.decode(stream)).isInstanceOf(ProtocolFault.class);
    decoder.decode(stream);
    assertThat(stream.isReadable()).isFalse();
    assertThat(told.frames).isEmpty();
  }

  @Test
  void oneThatIsClosedWhileItTellsTellsNothingMore() {
    byte[] heartbeat = Written.frame(Frames.HEARTBEAT, 0, "");
    Told told = new Told();
    FrameDecoder[] decoder = new FrameDecoder[1];
    decoder[0] =
        new FrameDecoder(
            new FrameHandler() {
              @Override
              public void method(int channel, Method method) {
                told.method(channel, method);
                decoder[0].close();
              }

              @Override
              public void contentHeader(int channel, ContentHeader header) {}

              @Override
              public void body(int channel, ByteBuf body) {}

              @Override
              public void heartbeat() {
                told.heartbeat();
              }
            });
    ByteBuf stream =
        Unpooled.wrappedBuffer(
            heartbeat, Written.frame(Frames.METHOD, 1, Written.payload(CHANNEL_OPEN)), heartbeat);
    decoder[0].decode(stream);
    assertThat(told.frames)
        .containsExactly(new Told.Frame(0, Told.HEARTBEAT), new Told.Frame(1, CHANNEL_OPEN));
    assertThat(stream.isReadable()).isFalse();
  }
}
