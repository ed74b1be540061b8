package io.weir.tests.servers;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/**
 * One RabbitMQ, as Debian has it but for its ports and its place, with the types of exchanges that
 * come with it. It shares nothing with one that runs as a service: its node, its cookie, its
 * directories and its port mapper are its own.
 */
public final class RabbitMq implements AutoCloseable {
  /** Beside the wrappers on the path, which change the user. */
  private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");

  private static final String READY = "Server startup complete";

  private static final String PLUGINS =
      "[rabbitmq_consistent_hash_exchange,rabbitmq_random_exchange,"
          + "rabbitmq_recent_history_exchange,rabbitmq_sharding].";

  /** Erlang's programs, too, keep to loopback. */
  private static final String LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}";

  private static final String ALARM = "{resource_limit,memory,node()}";

  private final Path directory;
  private final int port = Ports.free();
  private final Map<String, String> environment;
  private final ServerProcess portMapper;
  private final ServerProcess process;

  private RabbitMq() {
    directory = Project.newDirectory("rabbitmq");
    int mapped = Ports.free();
    environment = environment(mapped);
    write("home/.erlang.cookie", "WEIRTESTS");
    write("enabled_plugins", PLUGINS);
    write("rabbitmq.conf", configuration());
    portMapper = start("epmd", "epmd", "-port", Integer.toString(mapped), "-address", "127.0.0.1");
    portMapper.awaitReady(() -> listens(mapped));
    process = start("RabbitMQ", PROGRAMS.resolve("rabbitmq-server").toString());
    process.awaitReady(() -> process.log().contains(READY));
  }

  /** Starts one with nothing in it. */
  public static RabbitMq start() {
    return new RabbitMq();
  }

  private Map<String, String> environment(int mapped) {
    Map<String, String> all = new TreeMap<>();
    all.put("HOME", directory.resolve("home").toString());
    all.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    all.put("ERL_EPMD_PORT", Integer.toString(mapped));
    all.put("RABBITMQ_NODENAME", "weir-%d@localhost".formatted(port));
    all.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    all.put("RABBITMQ_NODE_PORT", Integer.toString(port));
    all.put("RABBITMQ_DIST_PORT", Integer.toString(Ports.free()));
    all.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", LOOPBACK);
    all.put("RABBITMQ_CTL_ERL_ARGS", LOOPBACK);
    all.put("RABBITMQ_LOGS", "-");
    all.put("RABBITMQ_CONFIG_FILE", in("rabbitmq.conf"));
    all.put("RABBITMQ_ENABLED_PLUGINS_FILE", in("enabled_plugins"));
    for (String none : new String[] {"CONF_ENV", "ADVANCED_CONFIG"}) {
      all.put("RABBITMQ_%s_FILE".formatted(none), in("none"));
    }
    all.put("RABBITMQ_MNESIA_BASE", in("data"));
    all.put("RABBITMQ_LOG_BASE", in("logs"));
    all.put("RABBITMQ_GENERATED_CONFIG_DIR", in("generated"));
    all.put("RABBITMQ_SCHEMA_DIR", in("schema"));
    all.put("RABBITMQ_PID_FILE", in("pid"));
    return all;
  }

  private String in(String name) {
    return directory.resolve(name).toString();
  }

  private static String configuration() {
    return """
    log.console = true
    log.file = false
    auth_mechanisms.1 = PLAIN
    auth_mechanisms.2 = AMQPLAIN
    auth_mechanisms.3 = RABBIT-CR-DEMO
    disk_free_limit.absolute = 10MB
    """;
  }

  private ServerProcess start(String name, String... command) {
    return ServerProcess.start(
        name, with(Command.of(command)), directory, directory.resolve(name + ".log"));
  }

  private Command with(Command command) {
    Command known = command;
    for (Map.Entry<String, String> one : environment.entrySet()) {
      known = known.environment(one.getKey(), one.getValue());
    }
    return known;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Only for us to read, as Erlang wants it of its cookie. */
  private void write(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, on loopback. */
  public int port() {
    return port;
  }

  /** What an operator does; see {@link AmqpServer#operate}. */
  void operate(String order) {
    String closing = "close connections ";
    if (order.equals("alarm on")) {
      control("eval", "rabbit_alarm:set_alarm({%s,[]}).".formatted(ALARM));
    } else if (order.equals("alarm off")) {
      control("eval", "rabbit_alarm:clear_alarm(%s).".formatted(ALARM));
    } else if (order.startsWith(closing)) {
      control("close_all_connections", order.substring(closing.length()));
    } else {
      throw new IllegalArgumentException("no order: " + order);
    }
  }

  /** Runs {@code rabbitmqctl} on it. */
  public void control(String... arguments) {
    with(Command.of(PROGRAMS.resolve("rabbitmqctl").toString()).and(arguments))
        .in(directory)
        .succeed();
  }

  @Override
  public void close() {
    process.kill();
    portMapper.kill();
  }
}
