package io.weir.tests.differential;

import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The values of tables, as scripts write them. */
final class Values {
  private static final Pattern TYPED = Pattern.compile("([tbBsuIilfdDTSxV]):(.*)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+");

  private Values() {}

  /** What a term says. */
  static Value value(Term term, Names names) {
    return switch (term) {
      case Term.Fields fields -> table(fields, names);
      case Term.Elements(var elements) ->
          new Value.Array(elements.stream().map(each -> value(each, names)).toList());
      case Term.Word word -> value(word, names);
    };
  }

  static Table table(Term.Fields fields, Names names) {
    Table.Builder table = Table.builder();
    fields.fields().forEach((name, term) -> table.put(name, value(term, names)));
    return table.build();
  }

  private static Value value(Term.Word word, Names names) {
    String text = word.text();
    if (!word.quoted()) {
      Matcher typed = TYPED.matcher(text);
      if (typed.matches()) {
        return typed(typed.group(1).charAt(0), typed.group(2));
      }
      if (NUMBER.matcher(text).matches()) {
        return new Value.Int32(Integer.parseInt(text));
      }
      if (isBoolean(text)) {
        return new Value.Bool(Boolean.parseBoolean(text));
      }
    }
    return Value.Text.of(names.resolve(word));
  }

  private static boolean isBoolean(String text) {
    return text.equals("true") || text.equals("false");
  }

  private static Value typed(char letter, String text) {
    return switch (letter) {
      case 't' -> new Value.Bool(Boolean.parseBoolean(text));
      case 'b' -> new Value.Int8(Byte.parseByte(text));
      case 'B' -> new Value.Uint8(Integer.parseInt(text));
      case 's' -> new Value.Int16(Short.parseShort(text));
      case 'u' -> new Value.Uint16(Integer.parseInt(text));
      case 'I' -> new Value.Int32(Integer.parseInt(text));
      case 'i' -> new Value.Uint32(Long.parseLong(text));
      case 'l' -> new Value.Int64(Long.parseLong(text));
      case 'f' -> new Value.Float32(Float.parseFloat(text));
      case 'd' -> new Value.Float64(Double.parseDouble(text));
      case 'D' -> decimal(text.split(",", 2));
      case 'T' -> new Value.Timestamp(Long.parseLong(text));
      case 'S' -> Value.Text.of(text);
      case 'x' -> new Value.Binary(ByteString.copyOf(HexFormat.of().parseHex(text)));
      default -> new Value.Void();
    };
  }

  private static Value decimal(String[] scaleAndNumber) {
    return new Value.Decimal(
        Integer.parseInt(scaleAndNumber[0]), Long.parseLong(scaleAndNumber[1]));
  }

  /** Whether a value is what is expected. */
  static boolean matches(Term expected, Value actual, Names names) {
    return switch (expected) {
      case Term.Fields fields -> actual instanceof Table table && matches(fields, table, names);
      case Term.Elements(var elements) ->
          actual instanceof Value.Array(var values) && matches(elements, values, names);
      case Term.Word word -> matches(word, actual, names);
    };
  }

  static boolean matches(Term.Fields expected, Table actual, Names names) {
    return (expected.open() || expected.fields().size() == actual.fields().size())
        && expected.fields().entrySet().stream()
            .allMatch(
                field -> {
                  Value value = actual.get(field.getKey());
                  return value != null && matches(field.getValue(), value, names);
                });
  }

  private static boolean matches(List<Term> expected, List<Value> actual, Names names) {
    boolean same = expected.size() == actual.size();
    for (int i = 0; same && i < actual.size(); i++) {
      same = matches(expected.get(i), actual.get(i), names);
    }
    return same;
  }

  private static boolean matches(Term.Word expected, Value actual, Names names) {
    String text = expected.text();
    if (!expected.quoted()) {
      if (text.equals("*")) {
        return true;
      }
      if (TYPED.matcher(text).matches() || isBoolean(text)) {
        return value(expected, names).equals(actual);
      }
      if (NUMBER.matcher(text).matches()) {
        return actual instanceof Value.Whole whole && whole.toLong() == Long.parseLong(text);
      }
    }
    return actual instanceof Value.Text(var is) && names.matches(expected, is.toString());
  }

  /** As a script would write it. */
  static String text(Value value) {
    return switch (value) {
      case Value.Bool(boolean is) -> Boolean.toString(is);
      case Value.Int8(byte number) -> "b:" + number;
      case Value.Uint8(int number) -> "B:" + number;
      case Value.Int16(short number) -> "s:" + number;
      case Value.Uint16(int number) -> "u:" + number;
      case Value.Int32(int number) -> Integer.toString(number);
      case Value.Uint32(long number) -> "i:" + number;
      case Value.Int64(long number) -> "l:" + number;
      case Value.Float32(float number) -> "f:" + number;
      case Value.Float64(double number) -> "d:" + number;
      case Value.Decimal(int scale, long unscaled) -> "D:%d,%d".formatted(scale, unscaled);
      case Value.Timestamp(long seconds) -> "T:" + seconds;
      case Value.Text(var text) -> quoted(text.toString());
      case Value.Binary(var bytes) -> "x:" + HexFormat.of().formatHex(bytes.toBytes());
      case Value.Void() -> "V:";
      case Value.Array(var values) ->
          values.stream().map(Values::text).collect(Collectors.joining(" ", "[", "]"));
      case Table(var fields) ->
          fields.stream()
              .map(field -> field.name() + "=" + text(field.value()))
              .collect(Collectors.joining(" ", "{", "}"));
    };
  }

  /** With quotes where it needs them. */
  static String quoted(String text) {
    return text.matches("[\\w.#*/$@-]+") ? text : '"' + text.replace("\n", "\\n") + '"';
  }
}
