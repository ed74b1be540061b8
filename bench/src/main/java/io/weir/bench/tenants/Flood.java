package io.weir.bench.tenants;

import io.weir.bench.load.Pace;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.common.requests.MetadataRequest;

/** All that an attacker does at once, on a few threads, until it is closed. */
final class Flood implements AutoCloseable {
  /** An attacker's addresses, apart from everybody else's. */
  private static final int FIRST_ADDRESS = 66 << 16;

  private static final int ADDRESSES = 10_000;
  private static final int PUBLISHERS = 4;
  private static final int GUESSERS = 4;
  private static final int GUESSES = 100;
  private static final int HELD_CONNECTIONS = 200;
  private static final int NAMES = 5_000;
  private static final int SECONDS_TO_CONNECT = 20;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final byte[] BODY = new byte[1024];
  private static final String OWN = TenantFiles.USER + "@" + TenantFiles.ATTACKER;

  private final int kafka;
  private final int http;
  private final int tenants;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch connected;
  private final LongAdder published = new LongAdder();
  private final LongAdder opened = new LongAdder();
  private final LongAdder guessed = new LongAdder();
  private final LongAdder asked = new LongAdder();
  private volatile boolean closed;

  /** Begins; comes back once those who publish and ask are connected, if they can. */
  Flood(int kafka, int http, int tenants, Set<Attack> attacks) {
    this.kafka = kafka;
    this.http = http;
    this.tenants = tenants;
    this.connected =
        new CountDownLatch(
            (attacks.contains(Attack.PUBLISH) ? PUBLISHERS : 0)
                + (attacks.contains(Attack.ASK) ? 1 : 0));
    attacks.stream().filter(attack -> attack != Attack.CONNECT).forEach(this::begin);
    awaitConnected();
    // This takes all the connections that the attacker may have, and would leave them none.
    attacks.stream().filter(attack -> attack == Attack.CONNECT).forEach(this::begin);
  }

  private void awaitConnected() {
    try {
      if (!connected.await(SECONDS_TO_CONNECT, TimeUnit.SECONDS)) {
        System.err.println("The attacker could not connect; it goes on without.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(Attack attack) {
    switch (attack) {
      case PUBLISH -> {
        for (int i = 0; i < PUBLISHERS; i++) {
          boolean overKafka = i % 2 == 0;
          repeat(() -> publish(overKafka));
        }
      }
      case CONNECT -> {
        repeat(() -> open(() -> KafkaLink.connect(address(), kafka).handshake("PLAIN")));
        repeat(() -> open(() -> ownKafka(address())));
      }
      case GUESS -> {
        for (int i = 0; i < GUESSERS; i++) {
          boolean overKafka = i % 2 == 0;
          var pace = new Pace(GUESSES / GUESSERS);
          repeat(() -> guess(overKafka, pace));
        }
      }
      case ASK -> repeat(this::ask);
    }
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private interface Opening {
    KafkaLink open() throws IOException;
  }

  /** Again and again, whatever the server does. */
  private void repeat(Attempt attempt) {
    threads.add(
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!closed) {
                    try {
                      attempt.run();
                    } catch (IOException e) {
                      // It was refused or ended, and tries again.
                      LockSupport.parkNanos(RETRY_NANOS);
                    }
                  }
                }));
  }

  /** Sends 500 messages a second without looking at answers, as far as the server reads them. */
  private void publish(boolean overKafka) throws IOException {
    try (Link link = overKafka ? ownKafka(address()) : ownHttp()) {
      connected.countDown();
      Thread reader = Thread.ofVirtual().start(() -> drain(link));
      var pace = new Pace(500);
      while (!closed && reader.isAlive()) {
        pace.await();
        link.send();
        published.increment();
      }
    }
  }

  private void drain(Link link) {
    while (!closed) {
      try {
        link.receive();
      } catch (RefusedException e) {
        continue;
      } catch (IOException | RuntimeException e) {
        return;
      }
    }
  }

  /** Opens 100 connections a second, if it is let, and holds on to as many as it may. */
  private void open(Opening opening) {
    Deque<KafkaLink> held = new ArrayDeque<>();
    var pace = new Pace(100);
    try {
      while (!closed) {
        pace.await();
        opened.increment();
        try {
          held.add(opening.open());
        } catch (IOException e) {
          // One more that it may not have.
        }
        while (held.size() > HELD_CONNECTIONS) {
          held.remove().close();
        }
      }
    } finally {
      held.forEach(KafkaLink::close);
    }
  }

  private void guess(boolean overKafka, Pace pace) throws IOException {
    pace.await();
    String user = TenantFiles.login(ThreadLocalRandom.current().nextInt(tenants));
    guessed.increment();
    try (Link link =
        overKafka
            ? KafkaLink.connect(address(), kafka).login(user, "wrong")
            : http(user, "wrong")) {
      link.send();
      link.receive();
    }
  }

  /** Asks ten times a second for thousands of topics by name. */
  private void ask() throws IOException {
    List<String> names = IntStream.range(0, NAMES).mapToObj(i -> "topic-" + i).toList();
    MetadataRequest request = MetadataRequest.Builder.forTopicNames(names, true).build((short) 9);
    var pace = new Pace(10);
    try (KafkaLink link = ownKafka(address())) {
      connected.countDown();
      while (!closed) {
        pace.await();
        asked.increment();
        link.ask(request);
      }
    }
  }

  private KafkaLink ownKafka(InetAddress from) throws IOException {
    KafkaLink link = KafkaLink.connect(from, kafka);
    try {
      return link.login(OWN, TenantFiles.PASSWORD).publishing(TenantFiles.TOPIC, 0, BODY);
    } catch (IOException e) {
      link.close();
      throw e;
    }
  }

  private HttpLink ownHttp() throws IOException {
    return http(OWN, TenantFiles.PASSWORD);
  }

  private HttpLink http(String user, String password) throws IOException {
    return new HttpLink(
        address(), http, Optional.of(HttpLink.basic(user, password)), TenantFiles.TOPIC, BODY);
  }

  private static InetAddress address() {
    return Loopback.address(FIRST_ADDRESS + ThreadLocalRandom.current().nextInt(ADDRESSES));
  }

  /** Messages, connections, guesses and metadata requests so far. */
  String counts() {
    return String.format(
        Locale.ROOT, "%d %d %d %d", published.sum(), opened.sum(), guessed.sum(), asked.sum());
  }

  @Override
  public void close() {
    closed = true;
  }
}
