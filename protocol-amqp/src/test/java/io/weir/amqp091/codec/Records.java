package io.weir.amqp091.codec;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The records that are methods, looked at from outside. */
final class Records {
  /** By the name that the specification would give them: {@code basic.recover-async}. */
  static final Map<String, Class<?>> BY_NAME =
      all(Method.class).distinct().collect(Collectors.toMap(Records::name, Function.identity()));

  private Records() {}

  private static Stream<Class<?>> all(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(Records::all);
  }

  private static String name(Class<?> type) {
    String family = type.getEnclosingClass().getSimpleName().replace("Method", "");
    return kebab(family) + "." + kebab(type.getSimpleName());
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  static Method make(Class<?> type, List<Object> arguments) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (Method) constructor.newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type + " of " + arguments, e);
    }
  }

  static List<Object> arguments(Record of) {
    List<Object> arguments = new ArrayList<>(); // in which null may be
    for (RecordComponent component : of.getClass().getRecordComponents()) {
      arguments.add(get(of, component));
    }
    return arguments;
  }

  private static Object get(Record of, RecordComponent component) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(component.toString(), e);
    }
  }
}
