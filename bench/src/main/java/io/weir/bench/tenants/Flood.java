package io.weir.bench.tenants;

import io.weir.bench.load.Pace;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.common.requests.MetadataRequest;

/**
 * All that an attacker does at once, on a few threads. Once it is closed, none of its connections
 * is left: what the server still did for them would be charged to whoever comes next.
 */
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
  private static final int SECONDS_TO_END = 10;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final byte[] BODY = new byte[1024];
  private static final String WRONG = "wrong";
  private static final String OWN = TenantFiles.USER + "@" + TenantFiles.ATTACKER;

  private final int kafka;
  private final int http;
  private final int tenants;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
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
        repeat(() -> hold(this::unproven));
        repeat(() -> hold(this::ownKafka));
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
    Link open() throws IOException;
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
    Link link = overKafka ? ownKafka() : http(OWN, TenantFiles.PASSWORD);
    try {
      connected.countDown();
      Thread reader = Thread.ofVirtual().start(() -> drain(link));
      var pace = new Pace(500);
      while (!closed && reader.isAlive()) {
        pace.await();
        link.send();
        published.increment();
      }
    } finally {
      end(link);
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
  private void hold(Opening opening) {
    Deque<Link> held = new ArrayDeque<>();
    var pace = new Pace(100);
    while (!closed) {
      pace.await();
      opened.increment();
      try {
        held.add(opening.open());
      } catch (IOException e) {
        // One more that it may not have.
      }
      while (held.size() > HELD_CONNECTIONS) {
        end(held.remove());
      }
    }
    held.forEach(this::end);
  }

  private void guess(boolean overKafka, Pace pace) throws IOException {
    pace.await();
    String user = TenantFiles.login(ThreadLocalRandom.current().nextInt(tenants));
    guessed.increment();
    if (overKafka) {
      KafkaLink link = kafka();
      try {
        link.login(user, WRONG);
      } catch (RefusedException e) {
        // As it should be.
      } finally {
        end(link);
      }
    } else {
      Link link = http(user, WRONG);
      try {
        link.send();
        link.receive();
      } catch (RefusedException e) {
        // Likewise.
      } finally {
        end(link);
      }
    }
  }

  /** Asks ten times a second for thousands of topics by name. */
  private void ask() throws IOException {
    List<String> names = IntStream.range(0, NAMES).mapToObj(i -> "topic-" + i).toList();
    MetadataRequest request = MetadataRequest.Builder.forTopicNames(names, true).build((short) 9);
    var pace = new Pace(10);
    KafkaLink link = ownKafka();
    try {
      connected.countDown();
      while (!closed) {
        pace.await();
        asked.increment();
        link.ask(request);
      }
    } finally {
      end(link);
    }
  }

  private KafkaLink ownKafka() throws IOException {
    KafkaLink link = kafka();
    try {
      return link.login(OWN, TenantFiles.PASSWORD).publishing(TenantFiles.TOPIC, 0, BODY);
    } catch (IOException e) {
      end(link);
      throw e;
    }
  }

  /** A connection that is about to say who it is, and never does. */
  private KafkaLink unproven() throws IOException {
    KafkaLink link = kafka();
    try {
      return link.handshake("PLAIN");
    } catch (IOException e) {
      end(link);
      throw e;
    }
  }

  private KafkaLink kafka() throws IOException {
    return begun(KafkaLink.connect(address(), kafka));
  }

  private HttpLink http(String user, String password) throws IOException {
    return begun(
        new HttpLink(
            address(), http, Optional.of(HttpLink.basic(user, password)), TenantFiles.TOPIC, BODY));
  }

  /** Notes a connection, so that it ends with the flood at the latest. */
  private <L extends Link> L begun(L link) throws IOException {
    links.add(link);
    if (closed) {
      end(link);
      throw new IOException("the attack is over");
    }
    return link;
  }

  private void end(Link link) {
    links.remove(link);
    link.close();
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
    // Who waits for the server is not told otherwise.
    links.forEach(this::end);
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(1, limit - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
