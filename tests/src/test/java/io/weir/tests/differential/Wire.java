package io.weir.tests.differential;

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
import io.weir.amqp091.codec.FrameDecoder;
import io.weir.amqp091.codec.FrameEncoder;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.ProtocolFault;
import io.weir.amqp091.codec.ProtocolHeader;
import io.weir.amqp091.codec.Table;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A socket to a server, on which anything can be sent. */
final class Wire implements AutoCloseable {
  /** No server's frames are larger. */
  private static final int LARGEST_FRAME = 1 << 20;

  private static final int FIRST_CHANNEL = 1;

  private static final Table CLIENT =
      Table.builder()
          .put("product", "Weir's tests")
          .put(
              "capabilities",
              Table.builder()
                  .put("publisher_confirms", true)
                  .put("exchange_exchange_bindings", true)
                  .put("basic.nack", true)
                  .put("consumer_cancel_notify", true)
                  .put("connection.blocked", true)
                  .put("authentication_failure_close", true)
                  .build())
          .build();

  private final Socket socket;
  private final FrameEncoder encoder = new FrameEncoder(UnpooledByteBufAllocator.DEFAULT);
  private final Inbox inbox = new Inbox();

  /** Whether this side has logged in, and has not closed. */
  private boolean open;

  private Wire(Socket socket) {
    this.socket = socket;
    Thread.ofVirtual().start(this::read);
  }

  /** Nothing is said yet. */
  static Wire connect(int port) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      return new Wire(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As guest, with channel 1. */
  Wire login() {
    send(header());
    await(ConnectionMethod.Start.class);
    send(
        0, new ConnectionMethod.StartOk(CLIENT, "PLAIN", ByteString.of("\0guest\0guest"), "en_US"));
    ConnectionMethod.Tune tune = await(ConnectionMethod.Tune.class);
    send(0, new ConnectionMethod.TuneOk(tune.channelMax(), tune.frameMax(), 0));
    encoder.frameMax((int) tune.frameMax());
    send(0, new ConnectionMethod.Open("/", "", false));
    await(ConnectionMethod.OpenOk.class);
    open = true;
    openChannel();
    return this;
  }

  /** The first, again or for the first time. */
  void openChannel() {
    send(FIRST_CHANNEL, new ChannelMethod.Open(""));
    answer(ChannelMethod.OpenOk.class);
  }

  private <T extends Method> T await(Class<T> type) {
    return told(0, type);
  }

  /** What comes next on the first channel, which must be this. */
  <T extends Method> T answer(Class<T> type) {
    return told(FIRST_CHANNEL, type);
  }

  private <T extends Method> T told(int channel, Class<T> type) {
    Received next = inbox.next(channel);
    if (next instanceof Received.Told(Method method) && type.isInstance(method)) {
      return type.cast(method);
    }
    throw new Mismatch("instead of a " + type.getSimpleName() + " came " + next.text());
  }

  Inbox inbox() {
    return inbox;
  }

  static byte[] header() {
    return ByteBuffer.allocate(ProtocolHeader.LENGTH)
        .putLong(ProtocolHeader.AMQP_0_9_1.octets())
        .array();
  }

  /** To the first channel. */
  void ask(Method method) {
    send(FIRST_CHANNEL, method);
  }

  void send(int channel, Method method) {
    if (method instanceof ConnectionMethod.Close || method instanceof ConnectionMethod.CloseOk) {
      open = false;
    }
    encoder.method(channel, method);
    send(taken());
  }

  void send(int channel, BasicMethod.WithContent method, BasicProperties properties, byte[] body) {
    encoder.content(channel, new Content(method, properties, Unpooled.wrappedBuffer(body)));
    send(taken());
  }

  /** Only the method of a content, and not what is to follow it. */
  void sendAlone(int channel, BasicMethod.WithContent method) {
    encoder.content(channel, new Content(method, BasicProperties.EMPTY, Unpooled.EMPTY_BUFFER));
    byte[] all = taken();
    int length = ByteBuffer.wrap(all).getInt(3);
    send(Arrays.copyOf(all, 7 + length + 1));
  }

  void sendHeartbeat() {
    encoder.heartbeat();
    send(taken());
  }

  private byte[] taken() {
    ByteBuf taken = encoder.take();
    if (taken == null) {
      throw new IllegalStateException("nothing was written");
    }
    try {
      return ByteBufUtil.getBytes(taken);
    } finally {
      taken.release();
    }
  }

  /** Whatever they mean; a server that has hung up does not hear them, and that is no fault. */
  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException hungUp) {
      // What is expected next tells whether it may have.
    }
  }

  private void read() {
    try (FrameDecoder decoder = new FrameDecoder(inbox);
        PushbackInputStream in = new PushbackInputStream(socket.getInputStream())) {
      decoder.frameMax(LARGEST_FRAME);
      readHeader(in);
      byte[] buffer = new byte[64 * 1024];
      for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
        decoder.decode(Unpooled.copiedBuffer(buffer, 0, length));
      }
    } catch (ProtocolFault e) {
      inbox.put(0, new Received.Broken(e.getMessage()));
    } catch (IOException hungUp) {
      // As if it had ended well: that it ended is what scripts speak of.
    } finally {
      inbox.end();
    }
  }

  /** Instead of frames, a server may begin with the protocol that it speaks. */
  private void readHeader(PushbackInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return;
    }
    in.unread(first);
    if (first == 'A') {
      byte[] octets = in.readNBytes(ProtocolHeader.LENGTH);
      inbox.put(0, new Received.Header(new ProtocolHeader(ByteBuffer.wrap(octets).getLong())));
    }
  }

  /** Says goodbye where it has said hello, and returns what came that nobody had asked for. */
  List<Received> leave() {
    if (open && !inbox.isOver()) {
      send(0, new ConnectionMethod.Close(200, "", 0, 0));
      await(ConnectionMethod.CloseOk.class);
    }
    close();
    return inbox.rest();
  }

  @Override
  public void close() {
    open = false;
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
