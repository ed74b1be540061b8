package io.weir.kafka.codec;

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
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private static final int MAX = 1 << 20;

  private static List<ByteBuf> decode(FrameDecoder decoder, byte[] bytes) {
    List<ByteBuf> frames = new ArrayList<>();
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    decoder.decode(in, frames::add);
    in.release();
    return frames;
  }

  /**
   * However the bytes come, in what buffers: the same frames come out, and every buffer is freed.
   */
  @Property(tries = 200)
  void framesDoNotDependOnHowTheirBytesArrive(
      @ForAll @Size(max = 6) List<@IntRange(min = 10, max = 200_000) Integer> lengths,
      @ForAll Random random) {
    ByteBuf stream = Unpooled.buffer();
    List<byte[]> expected = new ArrayList<>();
    for (int length : lengths) {
      byte[] body = new byte[length];
      random.nextBytes(body);
      expected.add(body);
      stream.writeInt(length).writeBytes(body);
    }
    List<ByteBuf> frames = new ArrayList<>();
    List<ByteBuf> reads = new ArrayList<>();
    try (FrameDecoder decoder = new FrameDecoder(MAX)) {
      while (stream.isReadable()) {
        int capacity = 1 << random.nextInt(4, 17);
        int count = Math.min(stream.readableBytes(), random.nextInt(1, capacity + 1));
        ByteBuf read = PooledByteBufAllocator.DEFAULT.buffer(capacity, capacity);
        read.writeBytes(stream, count);
        decoder.decode(read, frames::add);
        assertThat(read.isReadable()).isFalse();
        read.release();
        reads.add(read);
      }
      assertThat(decoder.inFrame()).isFalse();
    }
    assertThat(frames).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      byte[] body = new byte[frames.get(i).readableBytes()];
      frames.get(i).readBytes(body);
      assertThat(body).isEqualTo(expected.get(i));
      frames.get(i).release();
    }
    assertThat(reads).allSatisfy(read -> assertThat(read.refCnt()).isZero());
  }

  @Test
  void aFullReadIsNotCopied() {
    ByteBuf read = PooledByteBufAllocator.DEFAULT.buffer(64, 64);
    read.writeInt(60).writeZero(60);
    List<ByteBuf> frames = new ArrayList<>();
    new FrameDecoder(MAX).decode(read, frames::add);
    assertThat(frames.getFirst().memoryAddress()).isEqualTo(read.memoryAddress() + 4);
    frames.getFirst().release();
    read.release();
  }

  @Test
  void aSparseReadPinsNoLargeBuffer() {
    ByteBuf read = PooledByteBufAllocator.DEFAULT.buffer(64 * 1024);
    read.writeInt(10).writeZero(10);
    List<ByteBuf> frames = new ArrayList<>();
    new FrameDecoder(MAX).decode(read, frames::add);
    assertThat(read.refCnt()).isEqualTo(1);
    frames.getFirst().release();
    read.release();
  }

  @Test
  void whatHasBegunIsFreedAtTheEnd() {
    ByteBuf dense = PooledByteBufAllocator.DEFAULT.buffer(16, 16);
    dense.writeInt(1000).writeZero(12);
    FrameDecoder decoder = new FrameDecoder(MAX);
    decoder.decode(dense, frame -> {});
    ByteBuf sparse = PooledByteBufAllocator.DEFAULT.buffer(1024, 1024);
    decoder.decode(sparse.writeZero(3), frame -> {});
    assertThat(decoder.inFrame()).isTrue();
    decoder.close();
    dense.release();
    sparse.release();
    assertThat(dense.refCnt()).isZero();
    assertThat(sparse.refCnt()).isZero();
  }

  @Test
  void lengthsThatNoRequestHasAreRefused() {
    assertThatThrownBy(() -> decode(new FrameDecoder(MAX), new byte[] {0, 0, 0, 9}))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("shorter");
    assertThatThrownBy(() -> decode(new FrameDecoder(MAX), new byte[] {0, 16, 0, 1}))
        .hasMessageContaining("at most 1048576");
    assertThatThrownBy(() -> decode(new FrameDecoder(MAX), new byte[] {-1, 0, 0, 0}))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> decode(new FrameDecoder(MAX), "POST /".getBytes()))
        .hasMessageContaining("HTTP");
  }
}
