package io.weir.bench.tenants;

import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Metric.Better;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.ProcessCpu;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The same load on two tenants of one process that differ in rules and limits alone: nobody is
 * asked for credentials in either.
 */
public final class CostTrial implements AutoCloseable {
  /** The server's CPU time. */
  public static final Metric CPU = Metric.verdict("server CPU", "us/message", 2);

  /** What it allocates on its heap. */
  public static final Metric ALLOCATED = Metric.verdict("allocated", "bytes/message", 0);

  private static final Metric P99 = Metric.compared("p99", "ms", 2, Better.LOWER);

  /** The protocol that publishes. */
  public enum Protocol {
    KAFKA,
    HTTP
  }

  private final TenantServer server;
  private final Scale scale;
  private final Allocation allocation;
  private final PacedLoad ruled;
  private final PacedLoad open;

  /** Connects to both. */
  public CostTrial(Protocol protocol, TenantServer server, Scale scale) {
    this.server = server;
    this.scale = scale;
    this.allocation = new Allocation(server.process().pid());
    this.ruled = new PacedLoad(links(protocol, server.ruled()));
    this.open = new PacedLoad(links(protocol, server.open()));
  }

  private static List<Link> links(Protocol protocol, TenantServer.Ports ports) {
    var links = new ArrayList<Link>();
    try {
      for (int i = 0; i < TenantFiles.PARTITIONS; i++) {
        links.add(
            switch (protocol) {
              case KAFKA ->
                  KafkaLink.connect(Loopback.OTHERS, ports.kafka())
                      .publishing(TenantFiles.TOPIC, i, Scale.body());
              case HTTP ->
                  new HttpLink(
                      Loopback.OTHERS,
                      ports.http(),
                      Optional.empty(),
                      TenantFiles.TOPIC,
                      Scale.body());
            });
      }
      return links;
    } catch (IOException e) {
      links.forEach(Link::close);
      throw new BenchException("Could not connect: " + e.getMessage(), e);
    }
  }

  /** One turn with rules and limits. */
  public Measurements ruled() {
    return turn(ruled);
  }

  /** One turn without. */
  public Measurements open() {
    return turn(open);
  }

  private Measurements turn(PacedLoad load) {
    var used = new long[2];
    PacedLoad.Result result =
        load.run(
            scale.rate(),
            around(),
            scale.warmUpSeconds(),
            scale.seconds(),
            () -> count(used, -1),
            () -> count(used, 1));
    if (result.errors() > 0) {
      throw new BenchException("A message was refused: " + result.firstError());
    }
    return new Measurements()
        .with(CPU, used[0] / 1e3 / result.messages())
        .with(ALLOCATED, (double) used[1] / result.messages())
        .with(P99, result.every(1, 0).latencies().p99())
        .with(AttackTrial.GENERATOR, 100 * result.coreShare());
  }

  private void count(long[] used, int sign) {
    used[0] += sign * ProcessCpu.nanos(server.process().pid());
    used[1] += sign * allocation.bytes();
  }

  private static IntSupplier around() {
    var next = new int[1];
    return () -> next[0]++ % TenantFiles.PARTITIONS;
  }

  @Override
  public void close() {
    ruled.close();
    open.close();
    allocation.close();
  }
}
