package io.weir.gateway.config;

import io.weir.gateway.config.YamlNode.Items;
import io.weir.gateway.config.YamlNode.Mapping;
import io.weir.gateway.config.YamlNode.Scalar;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings from the environment: {@code WEIR_LISTENERS_0_PORTS_KAFKA} is {@code
 * listeners[0].ports.kafka}. They are put into the nodes of the file before records are made of
 * them, so that they are checked like anything else.
 */
final class Overrides {
  private static final String PREFIX = "WEIR_";

  private final Faults faults;

  Overrides(Faults faults) {
    this.faults = faults;
  }

  void apply(Mapping root, Map<String, String> environment) {
    // In order, so that the first of two new listeners comes first.
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX) && !value.isEmpty() && isMeant(name)) {
                List<String> path = List.of(name.substring(PREFIX.length()).split("_"));
                into(root, WeirConfig.class, path, new Variable(name, value));
              }
            });
  }

  private record Variable(String name, String value) {
    Where where() {
      return Where.variable(name);
    }
  }

  /**
   * Others may use the prefix too (Kubernetes does, for a service called weir); what is nearly
   * right is a mistake.
   */
  private boolean isMeant(String name) {
    String first = name.substring(PREFIX.length()).split("_", 2)[0];
    List<String> known = names(WeirConfig.class);
    if (!known.contains(first) && Nearest.to(first, known).isPresent()) {
      faults.add(Where.variable(name), "'" + first + "' is not known" + Nearest.hint(first, known));
    }
    return known.contains(first);
  }

  /** Puts the value at a path below a record's node. */
  private void into(Mapping mapping, Class<?> type, List<String> path, Variable variable) {
    RecordComponent component = component(type, path.getFirst());
    if (component == null || component.isAnnotationPresent(Rest.class)) {
      List<String> known = names(type);
      faults.add(
          variable.where(),
          "'"
              + path.getFirst()
              + "' is not known; known are "
              + String.join(", ", known)
              + Nearest.hint(path.getFirst(), known));
      return;
    }
    List<String> rest = path.subList(1, path.size());
    Type generic = component.getGenericType();
    Mapping.Entry entry = mapping.entries().get(component.getName());
    YamlNode child = entry == null ? start(component, variable) : entry.value();
    YamlNode changed = change(child, generic, rest, variable);
    if (changed != null) {
      mapping.entries().put(component.getName(), new Mapping.Entry(variable.where(), changed));
    }
  }

  private @Nullable YamlNode change(
      YamlNode node, Type type, List<String> path, Variable variable) {
    if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
      return change(node, optional.getActualTypeArguments()[0], path, variable);
    }
    if (type instanceof ParameterizedType generic && !path.isEmpty()) {
      return generic.getRawType() == List.class
          ? changeItem(node, generic.getActualTypeArguments()[0], path, variable)
          : changeEntry(node, generic.getActualTypeArguments()[1], path, variable);
    }
    ScalarType<?> scalar = type instanceof Class<?> plain ? ScalarType.of(plain) : null;
    if (scalar != null && path.isEmpty()) {
      return new Scalar(variable.where(), variable.value(), scalar.yaml());
    }
    if (scalar == null
        && type instanceof Class<?> record
        && !path.isEmpty()
        && node instanceof Mapping mapping) {
      into(mapping, record, path, variable);
      return mapping;
    }
    faults.add(
        variable.where(),
        "names no single setting; WEIR_LISTENERS_0_PORTS_KAFKA is one, for example");
    return null;
  }

  private @Nullable YamlNode changeItem(
      YamlNode node, Type type, List<String> path, Variable variable) {
    if (!(node instanceof Items items) || !path.getFirst().matches("[0-9]{1,3}")) {
      faults.add(
          variable.where(),
          "expected the number of an item, from 0, found '" + path.getFirst() + "'");
      return null;
    }
    int index = Integer.parseInt(path.getFirst());
    if (index > items.items().size()) {
      faults.add(
          variable.where(),
          "there are "
              + items.items().size()
              + " before it, so the next is "
              + items.items().size());
      return null;
    }
    List<YamlNode> changed = new ArrayList<>(items.items());
    boolean isNew = index == changed.size();
    YamlNode item = isNew ? Mapping.empty(variable.where()) : changed.get(index);
    YamlNode value = change(item, type, path.subList(1, path.size()), variable);
    if (value == null) {
      return null;
    }
    if (isNew) {
      changed.add(value);
    } else {
      changed.set(index, value);
    }
    return new Items(items.where(), changed);
  }

  private @Nullable YamlNode changeEntry(
      YamlNode node, Type type, List<String> path, Variable variable) {
    if (!(node instanceof Mapping mapping) || path.size() != 1) {
      faults.add(variable.where(), "expected one name after the last that is known");
      return null;
    }
    String key = path.getFirst().toLowerCase(Locale.ROOT);
    YamlNode value = change(Mapping.empty(variable.where()), type, List.of(), variable);
    if (value == null) {
      return null;
    }
    mapping.entries().put(key, new Mapping.Entry(variable.where(), value));
    return mapping;
  }

  private static YamlNode start(RecordComponent component, Variable variable) {
    return Binder.setting(component).standard().isEmpty()
        ? Mapping.empty(variable.where())
        : Binder.standardOf(component);
  }

  private static @Nullable RecordComponent component(Class<?> type, String name) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> component.getName().toUpperCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElse(null);
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(component -> component.getName().toUpperCase(Locale.ROOT))
        .toList();
  }
}
