package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.ContentAssembler;
import io.weir.amqp091.codec.ContentHeader;
import io.weir.amqp091.codec.FrameDecoder;
import io.weir.amqp091.codec.FrameEncoder;
import io.weir.amqp091.codec.FrameHandler;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.ProtocolFault;
import io.weir.amqp091.codec.ProtocolHeader;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One connection of AMQP 0-9-1, of which every byte that comes is kept. */
final class AmqpTalk implements AutoCloseable {
  private static final int LARGEST_FRAME = 1 << 20;
  private static final Pattern RANDOM = Pattern.compile("(?<=r=)[^,]+,s=[^,]+(?=,i=)");

  /** It wants to hear of refusals, as RabbitMQ's own clients do. */
  private static final Table CLIENT =
      Table.builder()
          .put("capabilities", Table.builder().put("authentication_failure_close", true).build())
          .build();

  private final Socket socket;
  private final FrameEncoder encoder = new FrameEncoder(UnpooledByteBufAllocator.DEFAULT);
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final Arrivals arrivals = new Arrivals();
  private final FrameDecoder decoder = new FrameDecoder(arrivals);
  private final byte[] buffer = new byte[64 * 1024];

  AmqpTalk(Way way, Credential credential) throws IOException {
    socket = way.connect(credential.identity());
    decoder.frameMax(LARGEST_FRAME);
    byte[] header =
        ByteBuffer.allocate(ProtocolHeader.LENGTH)
            .putLong(ProtocolHeader.AMQP_0_9_1.octets())
            .array();
    socket.getOutputStream().write(header);
  }

  /** What was heard: a method, or one with its content. */
  record Heard(Method method, @Nullable String body, @Nullable String replyTo) {}

  /** Says who it is; false if that was refused. */
  boolean logIn(Credential credential) throws Exception {
    next(ConnectionMethod.Start.class);
    Method answer =
        switch (credential.kind()) {
          case NONE -> begin("ANONYMOUS", "");
          case CERTIFICATE -> begin("EXTERNAL", "");
          case PASSWORD -> begin("PLAIN", "\0" + credential.name() + "\0" + credential.secret());
          case TOKEN ->
              begin("OAUTHBEARER", "n,,\u0001auth=Bearer " + credential.secret() + "\u0001\u0001");
          case SCRAM -> scram(credential);
        };
    if (!(answer instanceof ConnectionMethod.Tune tune)) {
      return false;
    }
    send(0, new ConnectionMethod.TuneOk(tune.channelMax(), tune.frameMax(), 0));
    encoder.frameMax((int) tune.frameMax());
    return true;
  }

  private Method scram(Credential credential) throws Exception {
    var client = new ScramClient(credential.name(), credential.secret());
    Method said = begin("SCRAM-SHA-256", client.first());
    if (said instanceof ConnectionMethod.Secure(ByteString challenge)) {
      said = respond(client.last(challenge.toString()));
    }
    // The server's last words come as a challenge, too.
    return said instanceof ConnectionMethod.Secure ? respond("") : said;
  }

  private Method begin(String mechanism, String response) throws IOException {
    send(0, new ConnectionMethod.StartOk(CLIENT, mechanism, ByteString.of(response), "en_US"));
    return next().method();
  }

  private Method respond(String response) throws IOException {
    send(0, new ConnectionMethod.SecureOk(ByteString.of(response)));
    return next().method();
  }

  /** Goes to a virtual host; what it is told. */
  Method open(String virtualHost) throws IOException {
    send(0, new ConnectionMethod.Open(virtualHost, "", false));
    return next().method();
  }

  void send(int channel, Method method) throws IOException {
    encoder.method(channel, method);
    flush();
  }

  void send(int channel, BasicMethod.WithContent method, String body) throws IOException {
    send(channel, method, BasicProperties.EMPTY, body);
  }

  /** Sends a question to a queue, on the first channel, which is to be answered somewhere. */
  void sendAsking(String queue, String replyTo) throws IOException {
    send(
        1,
        new BasicMethod.Publish(0, ShortString.of(""), ShortString.of(queue), false, false),
        BasicProperties.builder().replyTo(ShortString.of(replyTo)).build(),
        "?");
  }

  private void send(
      int channel, BasicMethod.WithContent method, BasicProperties properties, String body)
      throws IOException {
    ByteBuf bytes = ByteBufUtil.writeUtf8(UnpooledByteBufAllocator.DEFAULT, body);
    encoder.content(channel, new Content(method, properties, bytes));
    flush();
  }

  private void flush() throws IOException {
    ByteBuf taken = encoder.take();
    if (taken == null) {
      throw new IllegalStateException("nothing was written");
    }
    try {
      socket.getOutputStream().write(ByteBufUtil.getBytes(taken));
    } finally {
      taken.release();
    }
  }

  /** Asks on the first channel, and gives what is answered there. */
  Method ask(Method method) throws IOException {
    send(1, method);
    return next().method();
  }

  /** What comes next, which must be this. */
  <T extends Method> T next(Class<T> type) throws IOException {
    Method next = next().method();
    if (!type.isInstance(next)) {
      throw new Speaker.UnexpectedException(next + " instead of a " + type.getSimpleName());
    }
    return type.cast(next);
  }

  /** What comes next, whatever it is. */
  Heard next() throws IOException {
    while (arrivals.queue.isEmpty()) {
      int length = socket.getInputStream().read(buffer);
      if (length < 0) {
        throw new EOFException("the other side has ended it");
      }
      heard.write(buffer, 0, length);
      try {
        decoder.decode(Unpooled.copiedBuffer(buffer, 0, length));
      } catch (ProtocolFault e) {
        throw new IOException(e);
      }
    }
    return arrivals.queue.remove();
  }

  /**
   * All that was heard until the other side ended it, a character for each byte; of a nonce and a
   * salt only how long they are. Fails if it does not end.
   */
  String heardToTheEnd() throws IOException {
    try {
      send(0, new ConnectionMethod.CloseOk());
      socket.getInputStream().transferTo(heard);
    } catch (SocketException | SSLException reset) {
      // Ended too.
    }
    return RANDOM
        .matcher(heard.toString(ISO_8859_1))
        .replaceAll(it -> "#".repeat(it.group().length()));
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    encoder.close();
    socket.close();
  }

  /** Puts contents together. */
  private static final class Arrivals implements FrameHandler {
    private final Deque<Heard> queue = new ArrayDeque<>();
    private final ContentAssembler assembler = new ContentAssembler();

    @Override
    public void method(int channel, Method method) {
      if (method.hasContent()) {
        assembler.method(method);
      } else {
        queue.add(new Heard(method, null, null));
      }
    }

    @Override
    public void contentHeader(int channel, ContentHeader header) {
      take(assembler.header(header));
    }

    @Override
    public void body(int channel, ByteBuf body) {
      take(assembler.body(body));
    }

    private void take(@Nullable Content content) {
      if (content != null) {
        ShortString replyTo = content.properties().replyTo();
        queue.add(
            new Heard(
                content.method(),
                content.body().toString(UTF_8),
                replyTo == null ? null : replyTo.toString()));
        content.body().release();
      }
    }

    @Override
    public void heartbeat() {}
  }
}
