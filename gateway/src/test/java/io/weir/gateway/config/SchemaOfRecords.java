package io.weir.gateway.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON Schema that says what the records say. */
final class SchemaOfRecords {
  private final List<String> protocols;

  SchemaOfRecords(List<String> protocols) {
    this.protocols = protocols;
  }

  /** Of a file whose root is a record. */
  Map<String, Object> schema(Class<? extends Record> root, String title) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "urn:weir:" + title);
    schema.put("title", title);
    schema.putAll(object(root));
    return schema;
  }

  private Map<String, Object> object(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    boolean closed = true;
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Rest.class)) {
        closed = false;
        continue;
      }
      Setting setting = Binder.setting(component);
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", setting.about());
      property.putAll(type(component.getGenericType(), setting));
      if (setting.standard().isEmpty()) {
        if (!Binder.isOptional(component)) {
          required.add(Binder.keyOf(component));
        }
      } else if (Binder.standardOf(component) instanceof YamlNode.Scalar standard) {
        property.put("default", plain(standard));
      }
      properties.put(Binder.keyOf(component), property);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", !closed);
    return schema;
  }

  private static Object plain(YamlNode.Scalar scalar) {
    return switch (scalar.type()) {
      case INTEGER -> Integer.valueOf(scalar.text());
      case BOOLEAN -> Boolean.valueOf(scalar.text());
      default -> scalar.text();
    };
  }

  private Map<String, Object> type(Type type, Setting setting) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
      return type(optional.getActualTypeArguments()[0], setting);
    }
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (generic.getRawType() == List.class) {
        schema.put("type", "array");
        schema.put("items", type(last, setting));
      } else {
        Map<String, Object> entries = new LinkedHashMap<>();
        protocols.forEach(protocol -> entries.put(protocol, type(last, setting)));
        schema.put("type", "object");
        schema.put("properties", entries);
        schema.put("additionalProperties", false);
      }
      return schema;
    }
    Class<?> plain = (Class<?>) type;
    ScalarType<?> scalar = ScalarType.of(plain);
    if (scalar == null) {
      return object(plain);
    }
    switch (scalar.yaml()) {
      case INTEGER -> {
        schema.put("type", "integer");
        schema.put("minimum", setting.min());
        schema.put("maximum", setting.max());
      }
      case BOOLEAN -> schema.put("type", "boolean");
      default -> {
        schema.put("type", "string");
        if (scalar.pattern() != null) {
          schema.put("pattern", "^(" + scalar.pattern() + ")$");
          if (List.of(scalar.pattern().split("\\|")).contains("off")) {
            // Which some readers of YAML take for the truth value false.
            schema.put("type", List.of("string", "boolean"));
            schema.put("not", Map.of("const", true));
          }
        }
      }
    }
    return schema;
  }
}
