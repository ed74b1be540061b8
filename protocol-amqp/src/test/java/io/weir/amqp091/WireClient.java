package io.weir.amqp091;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.ContentHeader;
import io.weir.amqp091.codec.FrameDecoder;
import io.weir.amqp091.codec.FrameEncoder;
import io.weir.amqp091.codec.FrameHandler;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.ProtocolHeader;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** A client that says just what it is told to, and shows each frame that comes. */
public final class WireClient implements AutoCloseable {
  /**
   * What came.
   *
   * @param what a method, a content header, the text of a body, or "heartbeat"
   */
  public record Frame(int channel, Object what) {}

  private final Socket socket;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final FrameDecoder decoder = new FrameDecoder(new Keeper());

  public WireClient(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    decoder.frameMax(1 << 20);
  }

  /** A client that has been let in, with a channel 1. */
  public static WireClient open(int port) {
    WireClient client = new WireClient(port);
    client.connect(capabilities(true), 0);
    client.send(1, new ChannelMethod.Open(""));
    client.expect(1, ChannelMethod.OpenOk.class);
    return client;
  }

  /** What clients say that they can. */
  public static Table capabilities(boolean all) {
    Table capabilities =
        Table.builder()
            .put("authentication_failure_close", all)
            .put("connection.blocked", all)
            .put("consumer_cancel_notify", all)
            .build();
    return Table.builder().put("capabilities", capabilities).build();
  }

  /** The whole handshake, as guest. */
  public void connect(Table properties, int heartbeat) {
    header(ProtocolHeader.AMQP_0_9_1);
    expect(0, ConnectionMethod.Start.class);
    plain(properties, "guest", "guest");
    expect(0, ConnectionMethod.Tune.class);
    send(0, new ConnectionMethod.TuneOk(2047, 128 * 1024, heartbeat));
    send(0, new ConnectionMethod.Open("/", "", false));
    expect(0, ConnectionMethod.OpenOk.class);
  }

  public void plain(Table properties, String user, String password) {
    startOk(properties, "PLAIN", "\0" + user + "\0" + password);
  }

  public void startOk(Table properties, String mechanism, String response) {
    send(0, new ConnectionMethod.StartOk(properties, mechanism, ByteString.of(response), "en_US"));
  }

  public void header(ProtocolHeader header) {
    send(encoder -> encoder.protocolHeader(header));
  }

  public void send(int channel, Method method) {
    send(encoder -> encoder.method(channel, method));
  }

  /** A message to the default exchange. */
  public void publish(int channel, String queue, BasicProperties properties, String body) {
    publish(
        channel,
        new BasicMethod.Publish(0, ShortString.EMPTY, ShortString.of(queue), false, false),
        properties,
        body);
  }

  public void publish(
      int channel, BasicMethod.Publish publish, BasicProperties properties, String body) {
    ByteBuf bytes = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
    send(encoder -> encoder.content(channel, new Content(publish, properties, bytes)));
  }

  public void send(Consumer<FrameEncoder> writer) {
    try (FrameEncoder encoder = new FrameEncoder(UnpooledByteBufAllocator.DEFAULT)) {
      writer.accept(encoder);
      ByteBuf written = encoder.take();
      byte[] bytes = ByteBufUtil.getBytes(written);
      written.release();
      send(bytes);
    }
  }

  public void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes that come next, whatever they are. */
  public byte[] raw(int count) {
    try {
      return socket.getInputStream().readNBytes(count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame that is no heartbeat. */
  public Frame next() {
    Frame frame = nextOfAll();
    while (frame.what().equals("heartbeat")) {
      frame = nextOfAll();
    }
    return frame;
  }

  public Frame nextOfAll() {
    while (frames.isEmpty()) {
      if (!read()) {
        throw new AssertionError("the connection has ended");
      }
    }
    return frames.remove();
  }

  /** The next method, which is to be this. */
  public <M extends Method> M expect(int channel, Class<M> type) {
    Frame frame = next();
    assertThat(frame.what()).isInstanceOf(type);
    assertThat(frame.channel()).isEqualTo(channel);
    return type.cast(frame.what());
  }

  /** The body of the next content, after its method and header. */
  public String content() {
    ContentHeader header = (ContentHeader) next().what();
    StringBuilder body = new StringBuilder();
    while (body.length() < header.bodySize()) {
      body.append((String) next().what());
    }
    return body.toString();
  }

  /** Waits until the connection is closed, which is to say nothing more. */
  public void expectEnd() {
    boolean open = true;
    while (open) {
      assertThat(frames).as("frames where the end was to come").isEmpty();
      open = read();
    }
    assertThat(frames).as("frames where the end was to come").isEmpty();
  }

  private boolean read() {
    byte[] bytes = new byte[64 * 1024];
    try {
      InputStream in = socket.getInputStream();
      int count = in.read(bytes);
      if (count > 0) {
        decoder.decode(Unpooled.wrappedBuffer(bytes, 0, count));
      }
      return count >= 0;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing comes", e);
    } catch (IOException reset) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Keeper implements FrameHandler {
    @Override
    public void method(int channel, Method method) {
      frames.add(new Frame(channel, method));
    }

    @Override
    public void contentHeader(int channel, ContentHeader header) {
      frames.add(new Frame(channel, header));
    }

    @Override
    public void body(int channel, ByteBuf body) {
      frames.add(new Frame(channel, body.toString(StandardCharsets.UTF_8)));
      body.release();
    }

    @Override
    public void heartbeat() {
      frames.add(new Frame(0, "heartbeat"));
    }
  }
}
