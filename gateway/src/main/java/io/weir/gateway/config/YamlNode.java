package io.weir.gateway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML that knows where it stands. */
sealed interface YamlNode {
  Where where();

  /** What it is, for messages. */
  String kind();

  /**
   * A single value.
   *
   * @param type as which YAML reads it
   */
  record Scalar(Where where, String text, Type type) implements YamlNode {
    enum Type {
      TEXT,
      INTEGER,
      NUMBER,
      BOOLEAN,
      NULL
    }

    @Override
    public String kind() {
      return switch (type) {
        case TEXT -> "the text '" + text + "'";
        case INTEGER, NUMBER -> "the number " + text;
        case BOOLEAN -> "the truth value '" + text + "'";
        case NULL -> "nothing";
      };
    }
  }

  /** A list. */
  record Items(Where where, List<YamlNode> items) implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with values, in the order of the file. */
  record Mapping(Where where, Map<String, Entry> entries) implements YamlNode {
    /** A value, and where its key stands. */
    record Entry(Where key, YamlNode value) {}

    static Mapping empty(Where where) {
      return new Mapping(where, new LinkedHashMap<>());
    }

    @Override
    public String kind() {
      return "keys with values";
    }
  }
}
