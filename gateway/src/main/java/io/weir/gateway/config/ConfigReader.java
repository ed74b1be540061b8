package io.weir.gateway.config;

import io.weir.gateway.config.YamlNode.Items;
import io.weir.gateway.config.YamlNode.Mapping;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the configuration and checks it, all of it at once. */
public final class ConfigReader {
  private final Set<String> protocols;
  private final Set<String> backends;

  /**
   * @param protocols the names that may have a port
   * @param backends the types of backend that there are
   */
  public ConfigReader(Set<String> protocols, Set<String> backends) {
    this.protocols = Set.copyOf(protocols);
    this.backends = Set.copyOf(backends);
  }

  /**
   * Reads a file, and settings from the environment over it.
   *
   * @throws ConfigException naming every fault with its place
   */
  public WeirConfig read(Path file, Map<String, String> environment) {
    try {
      return read(file.toString(), Files.readString(file), environment);
    } catch (NoSuchFileException e) {
      throw new ConfigException(List.of(file + ": there is no such file"));
    } catch (CharacterCodingException e) {
      throw new ConfigException(List.of(file + ": this is not UTF-8 text"));
    } catch (IOException e) {
      throw new ConfigException(List.of(file + ": cannot be read: " + e));
    }
  }

  /** The standard configuration, and settings from the environment over it. */
  public WeirConfig read(Map<String, String> environment) {
    return read("the standard configuration", "", environment);
  }

  WeirConfig read(String source, String text, Map<String, String> environment) {
    Faults faults = new Faults();
    YamlNode root = new YamlReader(source, faults).read(text);
    if (root instanceof Mapping mapping) {
      new Overrides(faults).apply(mapping, environment);
    }
    WeirConfig config = new Binder(faults).bind(root, WeirConfig.class);
    if (config != null && faults.isEmpty()) {
      for (Rules.Broken broken : new Rules(protocols, backends).check(config)) {
        faults.add(find(root, broken.path()), broken.sentence());
      }
    }
    faults.throwIfAny();
    if (config == null) {
      throw new IllegalStateException("no configuration, and no fault");
    }
    return config;
  }

  /**
   * Checks a configuration that was made in code, or changed since it was read.
   *
   * @throws ConfigException naming every fault by its path
   */
  public void check(WeirConfig config) {
    Faults faults = new Faults();
    for (Rules.Broken broken : new Rules(protocols, backends).check(config)) {
      faults.add(Where.of(name(broken.path())), broken.sentence());
    }
    faults.throwIfAny();
  }

  /** Where the value of a path stands, or what holds it if it is not in the file. */
  static Where find(YamlNode root, List<Object> path) {
    Where where = root.where();
    YamlNode node = root;
    for (Object step : path) {
      YamlNode next = null;
      if (step instanceof Integer index
          && node instanceof Items items
          && index < items.items().size()) {
        next = items.items().get(index);
        where = next.where();
      } else if (node instanceof Mapping mapping) {
        Mapping.@Nullable Entry entry = mapping.entries().get(step.toString());
        if (entry != null) {
          next = entry.value();
          where = entry.key();
        }
      }
      if (next == null) {
        return where;
      }
      node = next;
    }
    return where;
  }

  private static String name(List<Object> path) {
    StringBuilder name = new StringBuilder();
    for (Object step : path) {
      if (step instanceof Integer) {
        name.append('[').append(step).append(']');
      } else {
        name.append(name.isEmpty() ? "" : ".").append(step);
      }
    }
    return name.toString();
  }
}
