package io.weir.gateway.config;

import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.unit.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a type alone does not say of a configuration: names that exist, ports used once, who may be
 * reached by whom.
 */
final class Rules {
  private static final long MIN_BOUND = 1024;
  private static final long MAX_BOUND = 1 << 30;

  /** As many milliseconds as timers count. */
  private static final Duration MAX_TIME = Duration.ofDays(24);

  /**
   * A rule that is broken.
   *
   * @param path of keys and indexes
   */
  record Broken(List<Object> path, String sentence) {}

  /** Takes a rule that is broken. */
  interface Breaks {
    void breaks(String sentence, Object... path);
  }

  private final Set<String> protocols;
  private final Set<String> backends;
  private final List<Broken> broken = new ArrayList<>();

  /**
   * @param protocols the names that may have a port
   * @param backends the types of backend that there are
   */
  Rules(Set<String> protocols, Set<String> backends) {
    this.protocols = new HashSet<>(protocols);
    this.protocols.add(ListenerConfig.ADMIN);
    this.backends = backends;
  }

  List<Broken> check(WeirConfig config) {
    if (!backends.contains(config.backend().type())) {
      breaks(
          "there is no backend '%s'; there is %s%s"
              .formatted(
                  config.backend().type(),
                  listed(backends),
                  Nearest.hint(config.backend().type(), backends)),
          "backend",
          "type");
    }
    if (config.listeners().isEmpty()) {
      breaks("without a listener nobody could connect", "listeners");
    }
    inRange(config.stopTime(), "stopTime");
    Map<String, Integer> names = new HashMap<>();
    Map<Authority, String> taken = new HashMap<>();
    for (int i = 0; i < config.listeners().size(); i++) {
      ListenerConfig listener = config.listeners().get(i);
      Integer earlier = names.putIfAbsent(listener.name(), i);
      if (earlier != null) {
        breaks("listeners[%d] has this name already".formatted(earlier), "listeners", i, "name");
      }
      listener(listener, i, taken);
    }
    topics(config);
    return broken;
  }

  private void listener(ListenerConfig listener, int index, Map<Authority, String> taken) {
    new OpenListenerRules(index, this::breaks).check(listener);
    if (listener.ports().isEmpty()) {
      breaks(
          "a listener without a port listens to nobody; known are " + listed(protocols),
          "listeners",
          index,
          "ports");
    }
    listener
        .ports()
        .forEach(
            (protocol, port) -> {
              known(protocol, "listeners", index, "ports", protocol);
              String other =
                  port == 0
                      ? null
                      : taken.putIfAbsent(new Authority(listener.bind(), port), protocol);
              if (other != null) {
                breaks(
                    "port %d is that of %s already".formatted(port, other),
                    "listeners",
                    index,
                    "ports",
                    protocol);
              }
            });
    listener.advertised().forEach((protocol, address) -> told(listener, index, protocol, address));
    limits(listener.limits(), index);
    new EntranceRules(index, this::breaks).check(listener);
  }

  private void told(ListenerConfig listener, int index, String protocol, Authority address) {
    Object[] path = {"listeners", index, "advertised", protocol};
    known(protocol, path);
    if (protocols.contains(protocol) && !listener.ports().containsKey(protocol)) {
      breaks("there is no port for %s here, so nobody would be told".formatted(protocol), path);
    }
    if (address.port() == 0) {
      breaks("nobody can connect to port 0", path);
    }
  }

  private void limits(LimitsConfig limits, int index) {
    Map.of("frame", limits.frame(), "unanswered", limits.unanswered(), "unsent", limits.unsent())
        .forEach(
            (name, bytes) -> {
              if (bytes.count() < MIN_BOUND || bytes.count() > MAX_BOUND) {
                breaks(
                    "expected from 1KiB to 1GiB, found " + bytes,
                    "listeners",
                    index,
                    "limits",
                    name);
              }
            });
    inRange(limits.idle(), "listeners", index, "limits", "idle");
    inRange(limits.frameTime(), "listeners", index, "limits", "frameTime");
    inRange(limits.writeTime(), "listeners", index, "limits", "writeTime");
    inRange(limits.handshakeTime(), "listeners", index, "limits", "handshakeTime");
  }

  private void topics(WeirConfig config) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < config.topics().size(); i++) {
      String name = config.topics().get(i).name();
      try {
        new TopicName(name);
      } catch (Failure.InvalidRequest e) {
        breaks(String.valueOf(e.getMessage()), "topics", i, "name");
      }
      if (!names.add(name)) {
        breaks("topic '%s' stands here twice".formatted(name), "topics", i, "name");
      }
    }
  }

  private void known(String protocol, Object... path) {
    if (!protocols.contains(protocol)) {
      breaks(
          "there is no protocol '%s'; there is %s%s"
              .formatted(protocol, listed(protocols), Nearest.hint(protocol, protocols)),
          path);
    }
  }

  private void inRange(Duration duration, Object... path) {
    if (!duration.isPositive()) {
      breaks("expected more than no time at all", path);
    } else if (duration.compareTo(MAX_TIME) > 0) {
      breaks(
          "expected at most " + TimeSpan.format(MAX_TIME) + ", found " + TimeSpan.format(duration),
          path);
    }
  }

  private void breaks(String sentence, Object... path) {
    broken.add(new Broken(List.of(path), sentence));
  }

  private static String listed(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}
