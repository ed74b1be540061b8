package io.weir.amqp091.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What {@code methods.txt} says: the methods and properties that there are. */
final class Specification {
  /** The type on the wire, and the name as the specification writes it. */
  record Field(String type, String name) {
    /** As Java writes it. */
    String camelCase() {
      StringBuilder text = new StringBuilder();
      for (String word : name.split("-")) {
        text.append(text.isEmpty() ? word : capitalized(word));
      }
      return text.toString();
    }
  }

  /**
   * @param answers names of those that answer; empty where it is not synchronous
   */
  record Defined(
      int classId,
      int methodId,
      String name,
      boolean content,
      List<String> answers,
      List<Field> arguments) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Defined> METHODS = new ArrayList<>();
  static final List<Field> PROPERTIES = new ArrayList<>();

  static {
    List<Field> fields = new ArrayList<>();
    for (String line : lines()) {
      if (line.startsWith("  ")) {
        String[] words = line.strip().split(" ");
        fields.add(new Field(words[0], words[1]));
      } else if (line.equals("properties")) {
        fields = PROPERTIES;
      } else if (!line.startsWith("#")) {
        fields = new ArrayList<>();
        METHODS.add(method(line, fields));
      }
    }
  }

  private Specification() {}

  private static Defined method(String line, List<Field> arguments) {
    String[] sides = line.split(" -> ");
    List<String> words = Arrays.asList(sides[0].split(" "));
    return new Defined(
        Integer.parseInt(words.get(0)),
        Integer.parseInt(words.get(1)),
        words.get(2),
        words.contains("content"),
        sides.length == 1 ? List.of() : List.of(sides[1].split(" ")),
        arguments);
  }

  private static List<String> lines() {
    try (var in = Specification.class.getResourceAsStream("methods.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String capitalized(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  /** {@code recover-async} as {@code RecoverAsync}. */
  static String typeName(String name) {
    return capitalized(new Field("", name).camelCase());
  }
}
