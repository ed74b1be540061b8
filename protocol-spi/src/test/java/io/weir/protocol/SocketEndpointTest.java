package io.weir.protocol;

import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.testing.Leaks;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Leaks.class)
class SocketEndpointTest {
  private static final Endpoints ENDPOINTS = new Endpoints();

  @AfterAll
  static void close() {
    ENDPOINTS.close();
  }

  @Test
  void bytesComeInAndGoOutInOrder() throws IOException {
    Endpoint endpoint = ENDPOINTS.open(Echo::new);
    try (var client = new Client(endpoint)) {
      client.send("hello");
      assertThat(client.receive(5)).isEqualTo("hello");
      client.send("again");
      assertThat(client.receive(5)).isEqualTo("again");
    }
  }

  @Test
  void connectionsSpreadOverTheEventLoops() throws IOException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Endpoint endpoint =
        ENDPOINTS.open(
            context -> {
              threads.add(Thread.currentThread());
              return new Echo(context);
            });
    var clients = new ArrayList<Client>();
    for (int i = 0; i < 8; i++) {
      clients.add(new Client(endpoint));
    }
    await().until(() -> endpoint.connections() == 8 && threads.size() == 2);
    for (Client client : clients) {
      client.close();
    }
    await().until(() -> endpoint.connections() == 0);
  }

  @Test
  void writesOfOneTurnAreSentTogetherAlsoWhenTheyComeFromAFuture() throws IOException {
    Endpoint endpoint =
        ENDPOINTS.open(
            context ->
                new Echo(context) {
                  @Override
                  public void received(ByteBuf bytes) {
                    context
                        .context()
                        .runOnContext(
                            later -> {
                              for (int i = 0; i < 100; i++) {
                                context.write(Unpooled.wrappedBuffer(new byte[] {'a'}));
                              }
                            });
                  }
                });
    try (var client = new Client(endpoint)) {
      client.send("go");
      assertThat(client.receive(100)).isEqualTo("a".repeat(100));
    }
  }

  @Test
  void everyConnectionHasItsOwnIdAndKnowsBothEnds() throws IOException {
    var contexts = new CopyOnWriteArrayList<ConnectionContext>();
    Endpoint endpoint =
        ENDPOINTS.open(
            context -> {
              contexts.add(context);
              return new Echo(context);
            });
    try (var one = new Client(endpoint);
        var two = new Client(endpoint)) {
      await().until(() -> contexts.size() == 2);
      assertThat(contexts.get(0).id()).startsWith("echo-").isNotEqualTo(contexts.get(1).id());
      assertThat(contexts)
          .extracting(context -> context.remote().getPort())
          .containsExactlyInAnyOrder(one.socket.getLocalPort(), two.socket.getLocalPort());
      assertThat(contexts).allMatch(context -> context.local().getPort() == endpoint.port());
    }
  }

  /** Where a protocol may have a defect. */
  enum Place {
    FACTORY,
    RECEIVED,
    ROOM_TO_WRITE,
    DRAIN,
    CLOSED
  }

  @ParameterizedTest
  @EnumSource
  void whatAProtocolThrowsEndsThatConnectionAloneAndIsLoggedOnce(Place place) throws IOException {
    var closed = new AtomicInteger();
    var connections = new AtomicInteger();
    Function<ConnectionContext, Connection> factory =
        context -> {
          boolean faulty = connections.incrementAndGet() == 2;
          if (faulty && place == Place.FACTORY) {
            throw new StackOverflowError("factory");
          }
          return faulty ? new Faulty(context, place, closed) : new Echo(context);
        };
    Endpoint endpoint = ENDPOINTS.open(Endpoints.bounds(1024, 64 * 1024), factory);
    try (var log = new LogLines("io.weir.echo");
        var well = new Client(endpoint)) {
      well.send("a");
      assertThat(well.receive(1)).isEqualTo("a");
      try (var faulty = new Client(endpoint, 1024)) {
        faulty.send("go");
        if (place == Place.DRAIN) {
          await().until(() -> endpoint.connections() == 2);
          well.send("b");
          assertThat(well.receive(1)).isEqualTo("b");
          await(endpoint.drain(Duration.ofSeconds(10)));
        } else if (place != Place.CLOSED) {
          assertThat(faulty.isEnded()).isTrue();
        }
      }
      await().untilAsserted(() -> assertThat(log.with("a defect in echo")).hasSize(1));
      if (place != Place.DRAIN) {
        well.send("c");
        assertThat(well.receive(1)).isEqualTo("c");
        await().until(() -> endpoint.connections() == 1);
      }
      await().untilAsserted(() -> assertThat(closed).hasValue(place == Place.FACTORY ? 0 : 1));
    }
  }

  @Test
  void aFullEndpointTurnsNewConnectionsAwayUntilOneHasLeft() throws IOException {
    Endpoint endpoint =
        await(
            SocketEndpoint.open(
                "echo",
                Endpoints.listener(0, ConnectionBounds.DEFAULT, 1),
                ENDPOINTS.vertx,
                ENDPOINTS.sessions,
                Echo::new));
    try (var log = new LogLines("io.weir.echo")) {
      try (var first = new Client(endpoint)) {
        first.send("a");
        assertThat(first.receive(1)).isEqualTo("a");
        try (var second = new Client(endpoint)) {
          assertThat(second.isEnded()).isTrue();
        }
        first.send("b");
        assertThat(first.receive(1)).isEqualTo("b");
        assertThat(log.with("turned away: listener 'local' has its 1 connections")).hasSize(1);
      }
      await().until(() -> endpoint.connections() == 0);
      try (var third = new Client(endpoint)) {
        third.send("c");
        assertThat(third.receive(1)).isEqualTo("c");
      }
    }
  }

  @Test
  void aFloodOfRefusalsIsALogOfAFewLines() throws IOException {
    long begun = System.nanoTime();
    Endpoint endpoint =
        await(
            SocketEndpoint.open(
                "echo",
                Endpoints.listener(0, ConnectionBounds.DEFAULT, 0),
                ENDPOINTS.vertx,
                ENDPOINTS.sessions,
                Echo::new));
    try (var log = new LogLines("io.weir.echo")) {
      for (int i = 0; i < 200; i++) {
        try (var client = new Client(endpoint)) {
          assertThat(client.isEnded()).isTrue();
        }
      }
      int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
      // In each second that began meanwhile, ten, and how many were left out before.
      assertThat(log.all().size()).isBetween(1, 11 * (seconds + 2));
    }
  }

  @Test
  void drainFinishesWhatHasBegunAndTakesNothingNew() throws IOException {
    var started = new CopyOnWriteArrayList<Slow>();
    Endpoint endpoint =
        ENDPOINTS.open(
            context -> {
              var slow = new Slow(context);
              started.add(slow);
              return slow;
            });
    try (var working = new Client(endpoint);
        var idle = new Client(endpoint)) {
      working.send("work");
      await().until(() -> started.stream().anyMatch(slow -> slow.busy));
      var drained = endpoint.drain(Duration.ofSeconds(20));
      assertThat(idle.isEnded()).isTrue();
      await().until(() -> started.stream().anyMatch(slow -> slow.busy && slow.draining));
      assertThatThrownBy(() -> new Client(endpoint)).isInstanceOf(IOException.class);
      assertThat(drained.isComplete()).isFalse();
      started.stream().filter(slow -> slow.busy).forEach(Slow::finish);
      assertThat(working.receive(4)).isEqualTo("done");
      assertThat(working.isEnded()).isTrue();
      await(drained);
      assertThat(endpoint.connections()).isZero();
    }
  }

  @Test
  void drainEndsThoseWhoDoNotFinishWithinTheGracePeriod() throws IOException {
    Endpoint endpoint = ENDPOINTS.open(Slow::new);
    try (var client = new Client(endpoint)) {
      client.send("work");
      await().until(() -> endpoint.connections() == 1);
      await(endpoint.drain(Duration.ofMillis(100)));
      assertThat(client.isEnded()).isTrue();
      assertThat(endpoint.connections()).isZero();
    }
  }

  @Test
  void drainEndsAlsoClientsThatReadNothing() throws IOException {
    Endpoint endpoint = ENDPOINTS.open(Endpoints.bounds(1024, 256 * 1024), Flood::new);
    try (var client = new Client(endpoint, 1024)) {
      client.send("go");
      await().until(() -> endpoint.connections() == 1);
      await(endpoint.drain(Duration.ofMillis(200)));
      await().until(() -> endpoint.connections() == 0);
    }
  }

  @Test
  void drainingTwiceIsDrainingOnce() {
    Endpoint endpoint = ENDPOINTS.open(Echo::new);
    var first = endpoint.drain(Duration.ofSeconds(1));
    assertThat(endpoint.drain(Duration.ofSeconds(1))).isSameAs(first);
    await(first);
  }

  @Test
  void aPortInUseIsOneSentenceThatSaysWhichAndWhatToDo() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Listener listener = Endpoints.listener(other.getLocalPort(), ConnectionBounds.DEFAULT, 10);
      assertThatThrownBy(
              () ->
                  await(
                      SocketEndpoint.open(
                          "echo", listener, ENDPOINTS.vertx, ENDPOINTS.sessions, Echo::new)))
          .isInstanceOf(ListenException.class)
          .hasMessage(
              "echo cannot listen on 127.0.0.1 port %d (listener 'local'): another program has this port."
                      .formatted(other.getLocalPort())
                  + " Stop that program, or choose another port: --listen echo=127.0.0.1:PORT, or ports.echo in"
                  + " weir.yaml");
    }
  }

  @Test
  void anAddressThatTheMachineDoesNotHaveIsNamed() {
    var listener =
        new Listener(
            "local",
            "192.0.2.1",
            0,
            null,
            io.weir.core.tenant.Tenant.DEFAULT,
            ConnectionBounds.DEFAULT,
            10);
    assertThatThrownBy(
            () ->
                await(
                    SocketEndpoint.open(
                        "echo", listener, ENDPOINTS.vertx, ENDPOINTS.sessions, Echo::new)))
        .isInstanceOf(ListenException.class)
        .hasMessageContaining("192.0.2.1")
        .hasMessageContaining("this machine has no such address");
  }

  @Test
  void twoEndpointsOnFreePortsAreTwo() throws IOException {
    Endpoint echo = ENDPOINTS.open(Echo::new);
    Endpoint slow = ENDPOINTS.open(Slow::new);
    assertThat(echo.port()).isNotEqualTo(slow.port()).isPositive();
  }

  /** Throws at one place, an error of the worst kind. */
  private static final class Faulty extends Echo {
    private final Place place;
    private final AtomicInteger closed;

    Faulty(ConnectionContext context, Place place, AtomicInteger closed) {
      super(context);
      this.place = place;
      this.closed = closed;
    }

    @Override
    public void received(ByteBuf bytes) {
      fault(Place.RECEIVED);
      if (place == Place.ROOM_TO_WRITE) {
        context.write(Unpooled.wrappedBuffer(new byte[8 * 1024 * 1024]));
      } else {
        super.received(bytes);
      }
    }

    @Override
    public void roomToWrite() {
      fault(Place.ROOM_TO_WRITE);
    }

    @Override
    public void drain() {
      fault(Place.DRAIN);
      super.drain();
    }

    @Override
    public void closed() {
      closed.incrementAndGet();
      fault(Place.CLOSED);
    }

    private void fault(Place at) {
      if (place == at) {
        throw new StackOverflowError(at.name());
      }
    }
  }

  /** Answers when told to. */
  private static final class Slow extends Echo {
    volatile boolean busy;
    volatile boolean draining;

    Slow(ConnectionContext context) {
      super(context);
    }

    @Override
    public void received(ByteBuf bytes) {
      busy = true;
    }

    @Override
    public void drain() {
      draining = true;
      if (!busy) {
        context.close();
      }
    }

    void finish() {
      context
          .context()
          .runOnContext(
              go -> {
                context.write(
                    Unpooled.copiedBuffer("done", java.nio.charset.StandardCharsets.ISO_8859_1));
                context.close();
              });
    }
  }

  /** Writes as long as there is room. */
  private static final class Flood extends Echo {
    Flood(ConnectionContext context) {
      super(context);
    }

    @Override
    public void received(ByteBuf bytes) {
      roomToWrite();
    }

    @Override
    public void roomToWrite() {
      while (context.hasRoom()) {
        context.write(Unpooled.wrappedBuffer(new byte[4096]));
      }
    }
  }
}
