package io.weir.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.testing.Leaks;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Leaks.class)
class ConnectionBoundsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Endpoints ENDPOINTS = new Endpoints();

  @AfterAll
  static void close() {
    ENDPOINTS.close();
  }

  @Test
  void whoSendsNothingAndIsSentNothingIsIdle() throws IOException {
    ends(Endpoints.clocks(SHORT, LONG, LONG), Echo::new, "", "idle for 100 ms");
  }

  @Test
  void whoWaitsForAnAnswerIsNotIdle() throws IOException {
    var connected = new AtomicReference<ConnectionContext>();
    Endpoint endpoint =
        ENDPOINTS.open(
            Endpoints.clocks(Duration.ofSeconds(1), LONG, LONG),
            it ->
                new Echo(it) {
                  @Override
                  public void received(ByteBuf bytes) {
                    it.taken(bytes.readableBytes());
                    connected.set(it);
                  }
                });
    try (var client = new Client(endpoint);
        var idle = new Client(endpoint)) {
      client.send("go");
      await().until(() -> connected.get() != null);
      // The other, who waits for nothing, shows that the clock runs.
      assertThat(idle.isEnded()).isTrue();
      connected
          .get()
          .context()
          .runOnContext(
              answer -> {
                connected.get().answered(2);
                connected.get().write(Unpooled.copiedBuffer("ok", StandardCharsets.ISO_8859_1));
              });
      assertThat(client.receive(2)).isEqualTo("ok");
    }
  }

  @Test
  void halfAFrameHasItsTime() throws IOException {
    ends(
        Endpoints.clocks(LONG, SHORT, LONG),
        Framed::new,
        "ab",
        "a frame was not complete within 100 ms");
  }

  @Test
  void aByteNowAndThenDoesNotProlongAFrame() throws IOException {
    Endpoint endpoint =
        ENDPOINTS.open(
            Endpoints.clocks(LONG, Duration.ofMillis(300), LONG),
            context -> new Framed(context, 1_000_000));
    try (var log = new LogLines("io.weir.echo");
        var client = new Client(endpoint)) {
      await()
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                sendUnlessEnded(client, "x");
                return !log.with("a frame was not complete within 300 ms").isEmpty();
              });
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void framesOnePastAnotherEachHaveTheirTime() throws IOException {
    var frames = new AtomicInteger();
    Endpoint endpoint =
        ENDPOINTS.open(
            Endpoints.clocks(LONG, Duration.ofSeconds(5), LONG),
            context ->
                new Echo(context) {
                  @Override
                  public void received(ByteBuf bytes) {
                    context.taken(1);
                    context.answered(1);
                    frames.incrementAndGet();
                    context.frameIncomplete(true);
                    super.received(bytes);
                  }
                });
    try (var client = new Client(endpoint)) {
      for (int i = 0; i < 100; i++) {
        client.send("f");
        assertThat(client.receive(1)).isEqualTo("f");
      }
      assertThat(frames.get()).isEqualTo(100);
    }
  }

  @Test
  void whoReadsNothingIsNotWrittenToWithoutBoundAndIsGoneInTime() throws IOException {
    var written = new AtomicLong();
    var bounds = new ConnectionBounds(1024, 1024, 256 * 1024, LONG, LONG, Duration.ofMillis(300));
    Endpoint endpoint =
        ENDPOINTS.open(
            bounds,
            context ->
                new Echo(context) {
                  @Override
                  public void received(ByteBuf bytes) {
                    roomToWrite();
                  }

                  @Override
                  public void roomToWrite() {
                    while (context.hasRoom()) {
                      context.write(Unpooled.wrappedBuffer(new byte[4096]));
                      written.addAndGet(4096);
                    }
                  }
                });
    try (var log = new LogLines("io.weir.echo");
        var client = new Client(endpoint, 4096)) {
      client.send("go");
      await()
          .until(() -> !log.with("its client has taken none of its answers for 300 ms").isEmpty());
      await().until(() -> endpoint.connections() == 0);
      // The bound, and what the sockets' own buffers hold.
      assertThat(written.get()).isLessThan(32L * 1024 * 1024);
    }
  }

  @Test
  void whoReadsSlowlyGetsEverything() throws IOException {
    int total = 4 * 1024 * 1024;
    var left = new AtomicInteger(total);
    var rooms = new AtomicInteger();
    Endpoint endpoint =
        ENDPOINTS.open(
            Endpoints.bounds(1024, 64 * 1024),
            context ->
                new Echo(context) {
                  @Override
                  public void received(ByteBuf bytes) {
                    roomToWrite();
                  }

                  @Override
                  public void roomToWrite() {
                    rooms.incrementAndGet();
                    while (context.hasRoom() && left.get() > 0) {
                      context.write(Unpooled.wrappedBuffer(new byte[1024]));
                      left.addAndGet(-1024);
                    }
                  }
                });
    try (var client = new Client(endpoint, 4096)) {
      client.send("go");
      assertThat(client.receive(total)).hasSize(total);
      assertThat(rooms.get()).isGreaterThan(1);
    }
  }

  @Test
  void unansweredRequestsStopTheReadingUntilTheyAreAnswered() throws Exception {
    var received = new AtomicLong();
    var connected = new AtomicReference<ConnectionContext>();
    Endpoint endpoint =
        ENDPOINTS.open(
            Endpoints.bounds(64 * 1024, 64 * 1024),
            it ->
                new Echo(it) {
                  @Override
                  public void received(ByteBuf bytes) {
                    connected.set(it);
                    it.taken(bytes.readableBytes());
                    received.addAndGet(bytes.readableBytes());
                  }
                });
    int total = 12 * 1024 * 1024;
    try (var client = new Client(endpoint)) {
      Thread sender = Thread.ofVirtual().start(() -> sendUnlessEnded(client, "x".repeat(total)));
      await().until(() -> received.get() > 64 * 1024);
      await().during(Duration.ofMillis(200)).until(() -> received.get() < 1024 * 1024);
      AtomicLong answered = new AtomicLong();
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(LONG)
          .until(
              () -> {
                connected
                    .get()
                    .context()
                    .runOnContext(
                        go -> {
                          int more = (int) (received.get() - answered.get());
                          answered.addAndGet(more);
                          connected.get().answered(more);
                        });
                return received.get() == total;
              });
      sender.join();
    }
  }

  @Test
  void anAnswerBeforeTheEndReachesAClientThatIsStillSending() throws IOException {
    Endpoint endpoint =
        ENDPOINTS.open(
            context ->
                new Echo(context) {
                  @Override
                  public void received(ByteBuf bytes) {
                    context.write(
                        Unpooled.copiedBuffer("no, for this reason", StandardCharsets.ISO_8859_1));
                    context.close();
                  }
                });
    try (var client = new Client(endpoint)) {
      client.send("a".repeat(512 * 1024));
      assertThat(client.receive(19)).isEqualTo("no, for this reason");
    }
  }

  @Test
  void garbageEndsTheConnectionWithItsReasonInTheLogAndNobodyElseNotices() throws IOException {
    Endpoint endpoint = ENDPOINTS.open(Framed::new);
    try (var log = new LogLines("io.weir.echo");
        var well = new Client(endpoint)) {
      try (var garbage = new Client(endpoint)) {
        garbage.send("!garbage");
        assertThat(garbage.isEnded()).isTrue();
      }
      assertThat(log.with("ended: frames do not begin with '!'")).hasSize(1);
      well.send("abcd");
      assertThat(well.receive(4)).isEqualTo("abcd");
    }
  }

  private static void ends(
      ConnectionBounds bounds,
      Function<ConnectionContext, Connection> factory,
      String sent,
      String reason)
      throws IOException {
    Endpoint endpoint = ENDPOINTS.open(bounds, factory);
    try (var log = new LogLines("io.weir.echo");
        var client = new Client(endpoint)) {
      client.send(sent);
      assertThat(client.isEnded()).isTrue();
      await().until(() -> endpoint.connections() == 0);
      assertThat(log.with(reason)).hasSize(1);
    }
  }

  private static void sendUnlessEnded(Client client, String text) {
    try {
      client.send(text);
    } catch (java.net.SocketException ended) {
      // That is what the test waits for.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Frames of so many bytes, echoed; none begins with an exclamation mark. */
  private static final class Framed extends Echo {
    private final int size;
    private int missing;

    Framed(ConnectionContext context) {
      this(context, 4);
    }

    Framed(ConnectionContext context, int size) {
      super(context);
      this.size = size;
    }

    @Override
    public void received(ByteBuf bytes) {
      if (bytes.getByte(bytes.readerIndex()) == '!') {
        context.abort("frames do not begin with '!'");
        return;
      }
      missing = Math.floorMod(missing - bytes.readableBytes(), size);
      context.frameIncomplete(missing != 0);
      super.received(bytes);
    }
  }
}
