package io.weir.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A RabbitMQ as Debian packages it, with its default settings but for its ports and its place. It
 * shares nothing with one that runs as a service: its node, its cookie, its directories and its
 * port mapper are its own.
 */
public final class RabbitMq implements Contender {
  /** Beside the wrappers on the path, which change the user. */
  private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");

  private static final Path LIBRARY = Path.of("/usr/lib/rabbitmq/lib");
  private static final String RELEASE = "rabbitmq_server-";
  private static final String READY = "Server startup complete";

  /** Erlang's programs, too, keep to loopback. */
  private static final String LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}";

  @Override
  public String name() {
    return "rabbitmq";
  }

  @Override
  public String description() {
    return "RabbitMQ " + version() + " of the distribution, its defaults";
  }

  @Override
  public Launch prepare(Path directory, Workplace workplace) {
    int port = LoopbackPort.free();
    Map<String, String> environment = environment(directory, port, LoopbackPort.free());
    write(directory.resolve("home/.erlang.cookie"), "WEIRBENCH");
    write(directory.resolve("enabled_plugins"), "[].");
    write(
        directory.resolve("rabbitmq.conf"),
        """
        log.console = true
        log.file = false
        """);
    mapPorts(environment, directory, workplace);
    // Its own word for being ready: that something answers on a port does not say who.
    return new Launch(
        List.of(PROGRAMS.resolve("rabbitmq-server").toString()),
        environment,
        port,
        output -> Child.tail(output).contains(READY));
  }

  private static Map<String, String> environment(Path directory, int port, int mapperPort) {
    var all = new TreeMap<String, String>();
    all.put("HOME", directory.resolve("home").toString());
    all.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    all.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
    all.put("RABBITMQ_NODENAME", "weir-bench-%d@localhost".formatted(port));
    all.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    all.put("RABBITMQ_NODE_PORT", Integer.toString(port));
    all.put("RABBITMQ_DIST_PORT", Integer.toString(LoopbackPort.free()));
    all.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", LOOPBACK);
    all.put("RABBITMQ_CTL_ERL_ARGS", LOOPBACK);
    all.put("RABBITMQ_LOGS", "-");
    Map.of(
            "CONFIG_FILE", "rabbitmq.conf",
            "ENABLED_PLUGINS_FILE", "enabled_plugins",
            "CONF_ENV_FILE", "none",
            "ADVANCED_CONFIG_FILE", "none",
            "MNESIA_BASE", "data",
            "LOG_BASE", "logs",
            "GENERATED_CONFIG_DIR", "generated",
            "SCHEMA_DIR", "schema",
            "PID_FILE", "pid")
        .forEach((key, file) -> all.put("RABBITMQ_" + key, directory.resolve(file).toString()));
    return all;
  }

  /** It ends with the workplace, or it would stay when the server has gone. */
  private static void mapPorts(
      Map<String, String> environment, Path directory, Workplace workplace) {
    var builder =
        new ProcessBuilder(
            "epmd", "-port", environment.get("ERL_EPMD_PORT"), "-address", "127.0.0.1");
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("epmd.out").toFile());
    builder.environment().putAll(environment);
    workplace.start(builder);
  }

  /** Only for us to read, as Erlang wants it of its cookie. */
  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version() {
    try (var releases = Files.list(LIBRARY)) {
      return releases
          .map(release -> release.getFileName().toString())
          .filter(release -> release.startsWith(RELEASE))
          .map(release -> release.substring(RELEASE.length()))
          .findFirst()
          .orElseThrow(RabbitMq::missing);
    } catch (IOException e) {
      throw missing();
    }
  }

  private static BenchException missing() {
    return new BenchException(
        "RabbitMQ is not in " + LIBRARY + ": install it (apt-get install rabbitmq-server)");
  }
}
