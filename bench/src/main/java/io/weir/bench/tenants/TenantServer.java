package io.weir.bench.tenants;

import io.weir.bench.server.Durability;
import io.weir.bench.server.LoopbackPort;
import io.weir.bench.server.Project;
import io.weir.bench.server.Server;
import io.weir.bench.server.Weir;
import io.weir.bench.server.Workplace;
import java.nio.file.Path;
import java.time.Duration;

/** A gateway with many tenants, on one listener that asks for credentials and two that do not. */
public final class TenantServer implements AutoCloseable {
  /** A listener's ports. */
  record Ports(int kafka, int http) {
    static Ports free() {
      return new Ports(LoopbackPort.free(), LoopbackPort.free());
    }
  }

  private final Server server;
  private final Ports credentials;
  private final Ports open;
  private final Ports ruled;
  private final int tenants;

  private TenantServer(Server server, Ports credentials, Ports open, Ports ruled, int tenants) {
    this.server = server;
    this.credentials = credentials;
    this.open = open;
    this.ruled = ruled;
    this.tenants = tenants;
  }

  /**
   * Writes its files and starts it, with the topics of all tenants.
   *
   * @param tenants how many there are besides the attacker's and the two that ask nobody
   */
  public static TenantServer start(
      Project project, Workplace workplace, int tenants, Durability durability) {
    Path directory = workplace.newDirectory("tenants");
    Ports credentials = Ports.free();
    Ports open = Ports.free();
    Ports ruled = Ports.free();
    int admin = LoopbackPort.free();
    Path configuration =
        new TenantFiles(directory, durability).write(tenants, credentials, open, ruled, admin);
    Server server =
        Server.start(
            new Weir(project).launch(configuration, credentials.kafka(), admin),
            workplace,
            directory);
    return new TenantServer(server, credentials, open, ruled, tenants);
  }

  /** How long its process took until it answered. */
  public Duration timeToReady() {
    return server.timeToReady();
  }

  Server process() {
    return server;
  }

  /** Where credentials are asked for. */
  Ports credentials() {
    return credentials;
  }

  /** Where nobody is asked, and all is open. */
  Ports open() {
    return open;
  }

  /** Where nobody is asked, and there are rules and limits. */
  Ports ruled() {
    return ruled;
  }

  int tenants() {
    return tenants;
  }

  @Override
  public void close() {
    server.close();
  }
}
