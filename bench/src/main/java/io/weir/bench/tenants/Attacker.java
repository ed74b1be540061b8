package io.weir.bench.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The attacker's process: begins and ends a flood for each line that it is given. */
public final class Attacker {
  private Attacker() {}

  /**
   * Ports of Kafka and HTTP, and how many others there are, what it does; it answers a line that
   * begins a flood by {@code ready}, and one that ends it, once it has ended, by the counts.
   */
  public static void main(String[] arguments) throws IOException {
    int kafka = Integer.parseInt(arguments[0]);
    int http = Integer.parseInt(arguments[1]);
    int tenants = Integer.parseInt(arguments[2]);
    Set<Attack> attacks =
        Arrays.stream(arguments[3].split(",", -1)).map(Attack::valueOf).collect(Collectors.toSet());
    try (var orders = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      while (orders.readLine() != null) {
        var flood = new Flood(kafka, http, tenants, attacks);
        say("ready");
        boolean isOver = orders.readLine() == null;
        flood.close();
        if (isOver) {
          return;
        }
        say(flood.counts());
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
