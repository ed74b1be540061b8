package io.weir.tests.twins;

import io.weir.tests.servers.Ports;
import io.weir.tests.servers.SharedWeir;
import io.weir.tests.servers.WeirProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/**
 * A Weir that suites share, with two tenants: each has a listener of its own, which asks nobody for
 * credentials, since the suites have none.
 */
final class SharedByTwo implements AutoCloseable {
  static final String LEFT = "left";
  static final String RIGHT = "right";

  private final SharedWeir shared;
  private final int[] left = {Ports.free(), Ports.free()};
  private final int[] right = {Ports.free(), Ports.free()};
  private final WeirProcess weir;

  SharedByTwo(SharedWeir shared) {
    this.shared = shared;
    this.weir =
        shared
            .setup()
            .listeners(
                """
                - { name: left, ports: { kafka: %d, http: %d }, anonymous: left }
                - { name: right, ports: { kafka: %d, http: %d }, anonymous: right }
                - { name: operators, ports: { admin: <admin> } }
                """
                    .formatted(left[0], left[1], right[0], right[1]))
            .tenant(LEFT, "tenant: left\n")
            .tenant(RIGHT, "tenant: right\n")
            .start();
  }

  SharedWeir shared() {
    return shared;
  }

  /** The bootstrap address of a tenant's Kafka clients. */
  String kafka(String tenant) {
    return "127.0.0.1:" + ports(tenant)[0];
  }

  /** What tells a tenant's JVM where this is. */
  List<String> options(String tenant) {
    return shared.at(ports(tenant)[0], ports(tenant)[1]);
  }

  private int[] ports(String tenant) {
    return tenant.equals(LEFT) ? left : right;
  }

  /** The samples of its metrics that bear a tenant's name. */
  List<String> metrics() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest page = HttpRequest.newBuilder(URI.create(weir.admin() + "/metrics")).build();
      return http.send(page, BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.contains("tenant=\""))
          .toList();
    }
  }

  @Override
  public void close() {
    weir.close();
  }
}
