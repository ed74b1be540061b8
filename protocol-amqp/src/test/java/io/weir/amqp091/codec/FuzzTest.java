package io.weir.amqp091.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives, nothing but faults comes of it, and memory has a bound and is given back. */
class FuzzTest {
  private static final Set<ReplyCode> CODES =
      Set.of(
          ReplyCode.FRAME_ERROR,
          ReplyCode.SYNTAX_ERROR,
          ReplyCode.COMMAND_INVALID,
          ReplyCode.UNEXPECTED_FRAME);

  /** A connection as it would be: a decoder, and an assembler for each channel. */
  private static final class Peer implements FrameHandler, AutoCloseable {
    private final FrameDecoder decoder = new FrameDecoder(this);
    private final Map<Integer, ContentAssembler> channels = new HashMap<>();
    private int frames;
    private int faults;

    private ContentAssembler channel(int number) {
      frames++;
      return channels.computeIfAbsent(number, unused -> new ContentAssembler());
    }

    @Override
    public void method(int channel, Method method) {
      channel(channel).method(method);
    }

    @Override
    public void contentHeader(int channel, ContentHeader header) {
      release(channel(channel).header(header));
    }

    @Override
    public void body(int channel, ByteBuf body) {
      release(channel(channel).body(body));
    }

    private static void release(Content content) {
      if (content != null) {
        content.body().release();
      }
    }

    @Override
    public void heartbeat() {
      frames++;
    }

    void decode(ByteBuf bytes) {
      while (bytes.isReadable()) {
        int before = bytes.readableBytes();
        try {
          decoder.decode(bytes);
        } catch (ProtocolFault fault) {
          faults++;
          assertThat(fault.code()).isIn(CODES);
          assertThat(fault.getMessage()).isNotBlank();
          assertThat(fault.close().replyText()).hasSizeLessThanOrEqualTo(255);
          assertThat(bytes.readableBytes()).isLessThan(before);
        }
      }
    }

    @Override
    public void close() {
      decoder.close();
      channels.values().forEach(ContentAssembler::close);
    }
  }

  /** In pieces, of buffers that are counted. */
  private static Peer decode(byte[] stream, Random random) {
    UnpooledByteBufAllocator counted = new UnpooledByteBufAllocator(false);
    ByteBuf left = Unpooled.wrappedBuffer(stream);
    Peer peer = new Peer();
    while (left.isReadable()) {
      ByteBuf read = read(left, random, counted);
      peer.decode(read);
      read.release();
    }
    peer.close();
    assertThat(counted.metric().usedHeapMemory() + counted.metric().usedDirectMemory()).isZero();
    return peer;
  }

  private static ByteBuf read(ByteBuf left, Random random, ByteBufAllocator allocator) {
    int capacity = 1 << random.nextInt(4, 17);
    int count = Math.min(left.readableBytes(), random.nextInt(1, capacity + 1));
    return allocator.buffer(capacity, capacity).writeBytes(left, count);
  }

  @Property(tries = 2000)
  void randomBytes(@ForAll Random random) {
    decode(Generated.any(random).octets(random.nextInt(5000)), random);
  }

  /** Frames whose heads and ends are right, and nothing else. */
  @Property(tries = 2000)
  void randomPayloads(@ForAll Random random) {
    Generated generated = Generated.any(random);
    ByteBuf stream = Unpooled.buffer();
    for (int i = 0; i < 20; i++) {
      byte[] payload = generated.octets(random.nextInt(200));
      if (payload.length >= 4 && random.nextInt(4) != 0) {
        MethodId id = MethodId.values()[random.nextInt(MethodId.values().length)];
        Unpooled.wrappedBuffer(payload).setShort(0, id.classId()).setShort(2, id.methodId());
      }
      stream.writeBytes(Written.frame(random.nextInt(4), random.nextInt(3), payload));
    }
    byte[] bytes = new byte[stream.readableBytes()];
    stream.readBytes(bytes);
    decode(bytes, random);
  }

  @Property(tries = 500)
  void flippedBits(@ForAll Random random) {
    byte[] stream = Written.everything(random, 20_000);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
    }
    decode(stream, random);
  }

  /** Within one frame, so that what follows is still told. */
  @Property(tries = 2000)
  void damagedPayloads(@ForAll Random random) {
    Generated generated = Generated.any(random);
    byte[] payload =
        random.nextInt(3) == 0
            ? Written.payload(0, generated.properties())
            : Written.payload(
                generated.method(
                    Specification.METHODS.get(random.nextInt(Specification.METHODS.size()))));
    int type = random.nextInt(3) == 0 ? Frames.HEADER : Frames.METHOD;
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      payload[random.nextInt(payload.length)] = (byte) random.nextInt();
    }
    ByteBuf stream =
        Unpooled.wrappedBuffer(
            Written.frame(type, 1, payload), Written.frame(Frames.HEARTBEAT, 0, ""));
    byte[] bytes = new byte[stream.readableBytes()];
    stream.readBytes(bytes);
    Peer peer = decode(bytes, random);
    assertThat(peer.frames).isPositive();
  }

  /** Payloads that end anywhere, in frames that say so. */
  @Property(tries = 3)
  void truncatedPayloads(@ForAll Random random) {
    Generated generated = Generated.any(random);
    for (Specification.Defined defined : Specification.METHODS) {
      byte[] payload = Written.payload(generated.method(defined));
      for (int length = 0; length < payload.length; length++) {
        byte[] cut = Arrays.copyOf(payload, length);
        Peer peer = decode(Written.frame(Frames.METHOD, 1, cut), random);
        assertThat(peer.faults).isEqualTo(1);
      }
    }
  }

  /** A length of which nothing has come is no reason to make room for it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "000a 0015 7fffffff", // connection.secure-ok: a long string
        "000a 000b 7fffffff", // connection.start-ok: a table
        "000a 000b 00000007 01 6b 53 7fffffff", // a long string in it
        "000a 000b 00000007 01 6b 41 7fffffff", // an array
        "000a 000b 00000007 01 6b 46 7fffffff" // a table
      })
  void lengthsThatAreNotThereAreNotAllocated(String payload) {
    byte[] frame = Written.frame(Frames.METHOD, 0, payload);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Peer peer = new Peer()) {
      peer.decode(Unpooled.wrappedBuffer(frame));
      long before = threads.getCurrentThreadAllocatedBytes();
      peer.decode(Unpooled.wrappedBuffer(frame));
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(peer.faults).isEqualTo(2);
      assertThat(allocated).isPositive().isLessThan(1 << 20);
    }
  }

  /** What a frame makes of itself in memory has a bound, too. */
  @ParameterizedTest
  @ValueSource(strings = {"00 56", "00 41 00000000", "00 46 00000000", "00 74 01"})
  void aFrameFullOfSmallFieldsStaysSmall(String field) {
    byte[] one = Written.hex(field);
    int count = 120_000 / one.length;
    ByteBuf payload = Unpooled.buffer();
    payload.writeShort(10).writeShort(11).writeInt(count * one.length);
    for (int i = 0; i < count; i++) {
      payload.writeBytes(one);
    }
    byte[] bytes = new byte[payload.readableBytes()];
    payload.readBytes(bytes);
    byte[] frame = Written.frame(Frames.METHOD, 0, bytes);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Peer peer = new Peer()) {
      peer.decoder.frameMax(131_072);
      long before = threads.getCurrentThreadAllocatedBytes();
      peer.decode(Unpooled.wrappedBuffer(frame));
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(peer.faults).isEqualTo(1);
      assertThat(allocated).isPositive().isLessThan(4 << 20);
    }
  }
}
