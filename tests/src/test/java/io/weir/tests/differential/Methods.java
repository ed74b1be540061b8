package io.weir.tests.differential;

import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.MethodId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The methods of AMQP by their names, such as {@code basic.recover-async}. */
final class Methods {
  private static final Map<String, Class<?>> BY_NAME = byName();

  private Methods() {}

  private static Map<String, Class<?>> byName() {
    Map<String, Class<?>> byName = new HashMap<>();
    for (Class<?> family : Method.class.getPermittedSubclasses()) {
      for (Class<?> type : family.getDeclaredClasses()) {
        if (type.isRecord()) {
          byName.put(name(family, type), type);
        }
      }
    }
    return byName;
  }

  private static String name(Class<?> family, Class<?> type) {
    return Records.dashed(family.getSimpleName().replace("Method", ""))
        + "."
        + Records.dashed(type.getSimpleName());
  }

  static boolean isOne(String name) {
    return BY_NAME.containsKey(name);
  }

  /** What a script says after the name. */
  static Method method(String name, String arguments, Names names) {
    return (Method) Records.build(type(name), arguments(arguments), names);
  }

  private static Class<?> type(String name) {
    Class<?> type = BY_NAME.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no method of AMQP: " + name);
    }
    return type;
  }

  static boolean matches(Method actual, String name, String arguments, Names names) {
    return type(name) == actual.getClass()
        && Records.matches((Record) actual, arguments(arguments), names);
  }

  static String text(Method method) {
    return method.id() + Records.text((Record) method);
  }

  /**
   * What stands alone is a bit that is set, a reply code, its text, or the method that it is for.
   */
  static Map<String, Term> arguments(String text) {
    Map<String, Term> arguments = new LinkedHashMap<>();
    for (TermReader.Argument argument : TermReader.arguments(text)) {
      if (!argument.name().isEmpty()) {
        arguments.put(argument.name(), argument.value());
      } else {
        putAlone(arguments, (Term.Word) argument.value());
      }
    }
    return arguments;
  }

  private static void putAlone(Map<String, Term> arguments, Term.Word alone) {
    if (alone.quoted()) {
      arguments.put("reply-text", alone);
    } else if (alone.text().matches("\\d+")) {
      arguments.put("reply-code", alone);
    } else if (isOne(alone.text())) {
      MethodId id = id(alone.text());
      arguments.put("class-id", number(id.classId()));
      arguments.put("method-id", number(id.methodId()));
    } else {
      arguments.put(alone.text(), new Term.Word("true", false));
    }
  }

  private static MethodId id(String name) {
    return Stream.of(MethodId.values())
        .filter(id -> id.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Term number(int value) {
    return new Term.Word(Integer.toString(value), false);
  }
}
