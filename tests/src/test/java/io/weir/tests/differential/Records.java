package io.weir.tests.differential;

import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.ReplyCode;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records of the codec, methods and properties alike, by the names that fields have on paper. */
final class Records {
  private static final Map<Class<?>, Object> DEFAULTS =
      Map.of(
          int.class,
          0,
          long.class,
          0L,
          boolean.class,
          false,
          String.class,
          "",
          ShortString.class,
          ShortString.EMPTY,
          ByteString.class,
          ByteString.of(""),
          Table.class,
          Table.EMPTY);

  private static final Pattern REPEATED = Pattern.compile("(.)\\^(\\d+)");

  private Records() {}

  /** Makes one; what is not said is what it is by itself. */
  static Object build(Class<?> type, Map<String, Term> said, Names names) {
    requireKnown(type, said);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Stream.of(components)
            .map(
                component -> {
                  Term term = said.get(name(component));
                  return term == null ? absent(component) : read(component.getType(), term, names);
                })
            .toArray();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("%s of %s".formatted(type, Arrays.asList(values)), e);
    }
  }

  private static void requireKnown(Class<?> type, Map<String, Term> said) {
    List<String> known = Stream.of(type.getRecordComponents()).map(Records::name).toList();
    if (!known.containsAll(said.keySet())) {
      throw new IllegalArgumentException(
          "%s has %s, not all of %s".formatted(type.getSimpleName(), known, said.keySet()));
    }
  }

  /** {@code messageCount} is {@code message-count}. */
  private static String name(RecordComponent component) {
    return dashed(component.getName());
  }

  static String dashed(String name) {
    return name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object absent(RecordComponent component) {
    return component.getDeclaringRecord() == BasicProperties.class
        ? null
        : DEFAULTS.get(component.getType());
  }

  private static Object read(Class<?> type, Term term, Names names) {
    if (type == Table.class) {
      return Values.table((Term.Fields) term, names);
    }
    String text = expanded(names.resolve((Term.Word) term));
    if (type == int.class || type == Integer.class) {
      return Integer.valueOf(text);
    }
    if (type == long.class || type == Long.class) {
      return Long.valueOf(text);
    }
    if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    if (type == ShortString.class) {
      return ShortString.of(text);
    }
    return type == ByteString.class ? ByteString.of(text) : text;
  }

  /** {@code x^3} is {@code xxx}. */
  static String expanded(String text) {
    Matcher repeated = REPEATED.matcher(text);
    return repeated.matches()
        ? repeated.group(1).repeat(Integer.parseInt(repeated.group(2)))
        : text;
  }

  static byte[] bytes(String body) {
    return expanded(body).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether one is what is expected. */
  static boolean matches(Record actual, Map<String, Term> expected, Names names) {
    requireKnown(actual.getClass(), expected);
    return Stream.of(actual.getClass().getRecordComponents())
        .allMatch(
            component -> {
              Object is = value(actual, component);
              Term term = expected.get(name(component));
              return term == null
                  ? isByItself(actual, component, is)
                  : is != null && matches(term, is, names);
            });
  }

  /** A text in which a code is explained begins with the code's name. */
  private static boolean isByItself(
      Record actual, RecordComponent component, @Nullable Object value) {
    if (!name(component).equals("reply-text")) {
      return Objects.equals(value, absent(component));
    }
    return Stream.of(actual.getClass().getRecordComponents())
        .filter(other -> name(other).equals("reply-code"))
        .allMatch(
            code -> String.valueOf(value).startsWith(codeName((Integer) value(actual, code))));
  }

  private static String codeName(Integer code) {
    return Stream.of(ReplyCode.values())
        .filter(one -> one.code() == code)
        .map(ReplyCode::name)
        .findFirst()
        .orElse("no code " + code);
  }

  private static boolean matches(Term expected, Object actual, Names names) {
    return switch (expected) {
      case Term.Fields fields ->
          actual instanceof Table table && Values.matches(fields, table, names);
      case Term.Word word -> names.matches(word, expanded(word, actual));
      case Term.Elements elements -> false;
    };
  }

  /** What was sent as {@code x^300} comes back long, and is compared short. */
  private static String expanded(Term.Word word, Object actual) {
    String text = actual.toString();
    return expanded(word.text()).equals(text) ? word.text() : text;
  }

  /** As a script would say it: only what is not what it is by itself. */
  static String text(Record record) {
    return Stream.of(record.getClass().getRecordComponents())
        .filter(component -> !Objects.equals(value(record, component), absent(component)))
        .map(component -> " " + name(component) + "=" + text(value(record, component)))
        .collect(Collectors.joining());
  }

  private static String text(@Nullable Object value) {
    return value instanceof Table table ? Values.text(table) : Values.quoted(String.valueOf(value));
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
