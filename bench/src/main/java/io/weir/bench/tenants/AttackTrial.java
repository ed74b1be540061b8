package io.weir.bench.tenants;

import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Metric.Better;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.ProcessCpu;
import io.weir.bench.server.Workplace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All tenants publish, some much and most little, half of them over Kafka and half over HTTP, with
 * or without an attacker who is a tenant like them.
 */
public final class AttackTrial implements AutoCloseable {
  /** What the others wait for. */
  public static final Metric P99 = Metric.verdict("the others' p99", "ms", 2);

  /** What they must not see. */
  public static final Metric ERRORS = Metric.shown("errors that the others saw", "", 0);

  /** How far to trust it. */
  public static final Metric GENERATOR = Metric.shown("load generator's CPU", "% of a core", 0);

  private static final Metric P50 = Metric.compared("the others' p50", "ms", 2, Better.LOWER);
  private static final Metric KAFKA_P99 =
      Metric.compared("of it Kafka's p99", "ms", 2, Better.LOWER);
  private static final Metric HTTP_P99 = Metric.compared("of it HTTP's p99", "ms", 2, Better.LOWER);
  private static final Metric LOGIN = Metric.compared("p50 of a login", "ms", 2, Better.LOWER);
  private static final Metric LOGIN_P99 = Metric.compared("p99 of a login", "ms", 2, Better.LOWER);
  private static final Metric CPU = Metric.shown("server CPU", "% of a core", 0);
  private static final List<Metric> ATTACK =
      List.of(
          Metric.shown("attacker: messages", "1/s", 0),
          Metric.shown("attacker: connections", "1/s", 0),
          Metric.shown("attacker: wrong passwords", "1/s", 0),
          Metric.shown("attacker: requests for 5,000 topics", "1/s", 2));

  private final TenantServer server;
  private final Scale scale;
  private final PacedLoad load;
  private final AttackerProcess attacker;
  private String firstError = "";

  /** Connects all tenants. */
  public AttackTrial(TenantServer server, Scale scale, List<Attack> attacks, Workplace workplace) {
    this.server = server;
    this.scale = scale;
    this.load = new PacedLoad(links(server));
    this.attacker = new AttackerProcess(server, attacks, workplace);
  }

  private static List<Link> links(TenantServer server) {
    var links = new ArrayList<Link>();
    TenantServer.Ports ports = server.credentials();
    byte[] body = Scale.body();
    try {
      for (int i = 0; i < server.tenants(); i++) {
        String user = TenantFiles.login(i);
        String password = TenantFiles.PASSWORD;
        Link link =
            i % 2 == 0
                ? KafkaLink.connect(Loopback.OTHERS, ports.kafka())
                    .login(user, password)
                    .publishing(TenantFiles.TOPIC, 0, body)
                : new HttpLink(
                    Loopback.OTHERS,
                    ports.http(),
                    Optional.of(HttpLink.basic(user, password)),
                    TenantFiles.TOPIC,
                    body);
        links.add(link);
        // The first password of each is hashed, which is a login's work and not a message's.
        link.send();
        link.receive();
      }
      return links;
    } catch (IOException e) {
      links.forEach(Link::close);
      throw new BenchException("A tenant could not publish: " + e.getMessage(), e);
    }
  }

  /** One turn without the attacker. */
  public Measurements alone() {
    return turn(false);
  }

  /** One turn with it. */
  public Measurements attacked() {
    return turn(true);
  }

  private Measurements turn(boolean attacked) {
    long start = System.nanoTime();
    if (attacked) {
      attacker.begin();
    }
    var cpu = new long[2];
    PacedLoad.Result result;
    List<Long> tried = List.of(0L, 0L, 0L, 0L);
    var logins = new Logins(server);
    try (logins) {
      result =
          load.run(
              scale.rate(),
              new Zipf(server.tenants(), scale.rate()),
              scale.warmUpSeconds(),
              scale.seconds(),
              () -> cpu[0] = ProcessCpu.nanos(server.process().pid()),
              () -> cpu[1] = ProcessCpu.nanos(server.process().pid()));
    } finally {
      if (attacked) {
        tried = attacker.end();
      }
    }
    if (firstError.isEmpty()) {
      firstError = result.firstError().isEmpty() ? logins.firstError() : result.firstError();
    }
    var measured =
        new Measurements()
            .with(P99, result.every(1, 0).latencies().p99())
            .with(P50, result.every(1, 0).latencies().p50())
            .with(KAFKA_P99, result.every(2, 0).latencies().p99())
            .with(HTTP_P99, result.every(2, 1).latencies().p99())
            .with(LOGIN, logins.latencies().p50())
            .with(LOGIN_P99, logins.latencies().p99())
            .with(ERRORS, result.errors() + logins.errors())
            .with(CPU, (cpu[1] - cpu[0]) / scale.seconds() / 1e7)
            .with(GENERATOR, 100 * result.coreShare());
    double seconds = (System.nanoTime() - start) / 1e9;
    for (int i = 0; i < ATTACK.size(); i++) {
      measured.with(ATTACK.get(i), tried.get(i) / seconds);
    }
    return measured;
  }

  /** The first error that somebody other than the attacker saw; empty if there was none. */
  public String firstError() {
    return firstError;
  }

  @Override
  public void close() {
    attacker.close();
    load.close();
  }
}
