package io.weir.bench.tenants;

import io.weir.bench.result.Chapter;
import io.weir.bench.server.BenchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How long refusals take of those who exist and of those who do not, in a random order, each from
 * an address of its own, so that nobody is made to wait for the others' failures.
 */
public final class RefusalTrial {
  /** Addresses that are neither the tenants' nor the attacker's. */
  private static final int FIRST_ADDRESS = 100 << 16;

  private static final int WARM_UP = 50;

  private final TenantServer server;
  private final Random random = new Random(7);
  private int address = FIRST_ADDRESS;
  private final Map<Who, Integer> refused = new EnumMap<>(Who.class);

  /** Whose password is wrong. */
  enum Who {
    USER("existing user"),
    NO_USER("unknown user"),
    NO_TENANT("unknown tenant");

    private final String words;

    Who(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private record Case(Probe probe, Who who) {}

  /** Nothing is done yet. */
  public RefusalTrial(TenantServer server) {
    this.server = server;
  }

  /** Takes so many refusals of each kind, after some that are not counted. */
  public Chapter run(int probes) {
    take(Math.min(probes / 4, WARM_UP));
    return new Refusals(take(probes));
  }

  private Map<Probe, Map<Who, double[]>> take(int probes) {
    var order = new ArrayList<Case>();
    for (Probe probe : Probe.values()) {
      for (Who who : Who.values()) {
        order.addAll(Collections.nCopies(probes, new Case(probe, who)));
      }
    }
    Collections.shuffle(order, random);
    var times = new EnumMap<Probe, Map<Who, List<Double>>>(Probe.class);
    for (Case next : order) {
      times
          .computeIfAbsent(next.probe(), probe -> new EnumMap<>(Who.class))
          .computeIfAbsent(next.who(), who -> new ArrayList<>())
          .add(millis(next));
    }
    var taken = new EnumMap<Probe, Map<Who, double[]>>(Probe.class);
    times.forEach(
        (probe, byWho) -> {
          var arrays = new EnumMap<Who, double[]>(Who.class);
          byWho.forEach(
              (who, list) ->
                  arrays.put(who, list.stream().mapToDouble(Double::doubleValue).toArray()));
          taken.put(probe, arrays);
        });
    return taken;
  }

  private double millis(Case next) {
    // One tenant after another, so that none of its users fails much more often than the others.
    int n = refused.merge(next.who(), 1, Integer::sum);
    // Names that exist and names that do not are equally long.
    String tenant = TenantFiles.tenant(n % server.tenants());
    String name =
        switch (next.who()) {
          case USER -> TenantFiles.USER + "@" + tenant;
          case NO_USER -> "apq@" + tenant;
          case NO_TENANT -> TenantFiles.USER + "@x" + tenant.substring(1);
        };
    try {
      return next.probe().refused(server.credentials(), Loopback.address(address++), name, random)
          / 1e6;
    } catch (IOException e) {
      throw new BenchException(next.probe() + " ended without an answer: " + e.getMessage(), e);
    }
  }
}
