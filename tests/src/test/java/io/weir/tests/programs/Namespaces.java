package io.weir.tests.programs;

import java.util.ArrayList;
import java.util.List;

/**
 * Networks of tests' own: Linux network namespaces, and cables between them. Nothing of the
 * machine's own network takes part, and all of it is gone after {@link #close}, and after a JVM
 * that ends without. Takes root and iproute2.
 */
public final class Namespaces implements AutoCloseable {
  private final String prefix = "weir-" + ProcessHandle.current().pid() + "-";
  private final List<String> made = new ArrayList<>();
  private final Thread atExit = new Thread(this::delete);
  private int cables;

  public Namespaces() {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** A network with nothing in it but loopback. */
  public void add(String name) {
    synchronized (made) {
      made.add(prefix + name);
    }
    ip("netns", "add", prefix + name);
    ip("-n", prefix + name, "link", "set", "lo", "up");
  }

  /**
   * Puts a cable between two.
   *
   * @param address of one's end, with the length of its prefix
   * @param others addresses of the other's end, likewise
   */
  public void connect(String one, String address, String another, String... others) {
    String cable = "cable" + cables++;
    ip(
        "link add %1$s netns %2$s%3$s type veth peer name %1$s netns %2$s%4$s"
            .formatted(cable, prefix, one, another)
            .split(" "));
    plug(one, cable, address);
    plug(another, cable, others);
  }

  private void plug(String name, String cable, String... addresses) {
    for (String address : addresses) {
      ip("-n", prefix + name, "address", "add", address, "dev", cable);
    }
    ip("-n", prefix + name, "link", "set", cable, "up");
  }

  /** A program in one of them; its arguments are to be added. */
  public Command in(String name) {
    return Command.of("ip", "netns", "exec", prefix + name);
  }

  /** The names that the system has for them. */
  public String names() {
    return prefix;
  }

  private static void ip(String... arguments) {
    Command.of("ip").and(arguments).succeed();
  }

  /** Takes all of them away. What still runs in one keeps its network until it ends. */
  @Override
  public void close() {
    delete();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void delete() {
    synchronized (made) {
      for (String name : made) {
        Command.of("ip", "netns", "delete", name).run();
      }
      made.clear();
    }
  }
}
