package io.weir.gateway.config;

import io.weir.gateway.config.YamlNode.Items;
import io.weir.gateway.config.YamlNode.Mapping;
import io.weir.gateway.config.YamlNode.Scalar;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of nodes. A record's components are the keys; what a component is for, its standard
 * value and its range are in its {@link Setting}. Whatever does not fit is a fault with its place,
 * and all faults are found in one go.
 */
final class Binder {
  private final Faults faults;

  Binder(Faults faults) {
    this.faults = faults;
  }

  /** The configuration where nothing is configured. */
  static WeirConfig standard() {
    Faults faults = new Faults();
    WeirConfig config =
        new Binder(faults).bind(Mapping.empty(Where.of("standard")), WeirConfig.class);
    faults.throwIfAny();
    if (config == null) {
      throw new IllegalStateException("the standard configuration is not one");
    }
    return config;
  }

  /** A record from a node; null where there are faults. */
  <T extends Record> @Nullable T bind(YamlNode node, Class<T> type) {
    return type.cast(record(node, type));
  }

  /** The YAML of a component's standard value. */
  static YamlNode standardOf(RecordComponent component) {
    Faults none = new Faults();
    YamlNode node = new YamlReader("standard", none).read(setting(component).standard());
    none.throwIfAny();
    return node;
  }

  /** The key under which a component stands. */
  static String keyOf(RecordComponent component) {
    String name = setting(component).name();
    return name.isEmpty() ? component.getName() : name;
  }

  /** Whether a component may be left out, and has no value then. */
  static boolean isOptional(RecordComponent component) {
    return component.getType() == Optional.class;
  }

  static Setting setting(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(component + " has no @Setting");
    }
    return setting;
  }

  private @Nullable Object value(YamlNode node, Type type, Setting setting) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == Optional.class) {
        Object value = value(node, generic.getActualTypeArguments()[0], setting);
        return value == null ? null : Optional.of(value);
      }
      return generic.getRawType() == List.class
          ? list(node, generic, setting)
          : map(node, generic, setting);
    }
    Class<?> plain = (Class<?>) type;
    ScalarType<?> scalar = ScalarType.of(plain);
    if (scalar == null) {
      return record(node, plain);
    }
    Object value = scalar.read(node, faults);
    if (value instanceof Integer number && (number < setting.min() || number > setting.max())) {
      faults.add(
          node.where(),
          "expected a whole number from %d to %d, found %d"
              .formatted(setting.min(), setting.max(), number));
      return null;
    }
    return value;
  }

  private @Nullable Object record(YamlNode node, Class<?> type) {
    RecordShape shape = RecordShape.of(type);
    if (!(node instanceof Mapping mapping)) {
      faults.add(
          node.where(),
          "expected keys with values (%s), found %s"
              .formatted(String.join(", ", shape.names()), node.kind()));
      return null;
    }
    @Nullable Object[] values = new Object[shape.keys().size()];
    boolean whole = true;
    for (int i = 0; i < values.length; i++) {
      RecordShape.Key key = shape.keys().get(i);
      values[i] = key.isRest() ? rest(mapping, shape) : value(mapping, key);
      whole &= values[i] != null;
    }
    if (!shape.hasRest()) {
      refuseUnknown(mapping, shape);
    }
    return whole ? shape.construct(values) : null;
  }

  private @Nullable Object value(Mapping mapping, RecordShape.Key key) {
    Mapping.Entry entry = mapping.entries().get(key.name());
    if (entry != null) {
      return value(entry.value(), key.type(), key.setting());
    }
    if (key.isOptional()) {
      return Optional.empty();
    }
    if (key.standard() == null) {
      faults.add(mapping.where(), "'" + key.name() + "' is missing here");
      return null;
    }
    return value(key.standard(), key.type(), key.setting());
  }

  private void refuseUnknown(Mapping mapping, RecordShape shape) {
    List<String> known = shape.names();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                faults.add(
                    entry.key(),
                    "'"
                        + key
                        + "' is not known here; known are "
                        + String.join(", ", known)
                        + Nearest.hint(key, known));
              }
            });
  }

  private Map<String, Object> rest(Mapping mapping, RecordShape shape) {
    Map<String, Object> rest = new LinkedHashMap<>();
    List<String> named = shape.names();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              Object plain = named.contains(key) ? null : plain(entry.value());
              if (plain != null) {
                rest.put(key, plain);
              }
            });
    return rest;
  }

  private @Nullable List<Object> list(YamlNode node, ParameterizedType type, Setting setting) {
    if (!(node instanceof Items items)) {
      faults.add(node.where(), "expected a list, found " + node.kind());
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (YamlNode item : items.items()) {
      Object value = value(item, type.getActualTypeArguments()[0], setting);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private @Nullable Map<String, Object> map(
      YamlNode node, ParameterizedType type, Setting setting) {
    if (!(node instanceof Mapping mapping)) {
      faults.add(node.where(), "expected keys with values, found " + node.kind());
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              Object value = value(entry.value(), type.getActualTypeArguments()[1], setting);
              if (value != null) {
                values.put(key, value);
              }
            });
    return values;
  }

  /** A node as strings, numbers, booleans, lists and maps. */
  private @Nullable Object plain(YamlNode node) {
    return switch (node) {
      case Scalar scalar ->
          switch (scalar.type()) {
            case TEXT -> scalar.text();
            case BOOLEAN -> Boolean.valueOf(scalar.text());
            case INTEGER, NUMBER -> number(scalar);
            case NULL -> null;
          };
      case Items items -> items.items().stream().map(this::plain).toList();
      case Mapping mapping -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> map.put(key, plain(entry.value())));
        yield map;
      }
    };
  }

  private @Nullable Number number(Scalar scalar) {
    try {
      if (scalar.type() == Scalar.Type.INTEGER) {
        return Long.valueOf(scalar.text());
      }
      return Double.valueOf(scalar.text());
    } catch (NumberFormatException e) {
      faults.add(scalar.where(), "expected a decimal number, found " + scalar.text());
      return null;
    }
  }
}
