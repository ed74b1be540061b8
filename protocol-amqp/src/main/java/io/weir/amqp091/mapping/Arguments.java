package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a request, read by their names. Whatever is of the wrong type or out of range is
 * refused with the argument's name and what it is given for.
 */
final class Arguments {
  /** No timer takes more, in RabbitMQ. */
  private static final long MAX_MILLIS = 0xffff_ffffL;

  private static final Map<Character, Long> UNITS =
      Map.of(
          'Y', 365L * 86_400,
          'M', 30L * 86_400,
          'D', 86_400L,
          'h', 3_600L,
          'm', 60L,
          's', 1L);

  private final Table table;
  private final String called;

  /**
   * @param called what they are given for: {@code queue 'q' in vhost '/'}
   */
  Arguments(Table table, String called) {
    this.table = table;
    this.called = called;
  }

  boolean has(String name) {
    return table.get(name) != null;
  }

  @Nullable String text(String name) {
    return switch (table.get(name)) {
      case null -> null;
      case Value.Text(var text) -> text.toString();
      default -> throw invalid(name, "it is no text");
    };
  }

  boolean flag(String name) {
    return switch (table.get(name)) {
      case null -> false;
      case Value.Bool(boolean flag) -> flag;
      default -> throw invalid(name, "it is neither true nor false");
    };
  }

  /** A whole number of any width. */
  @Nullable Long whole(String name) {
    return switch (table.get(name)) {
      case null -> null;
      case Value.Whole number -> number.toLong();
      default -> throw invalid(name, "it is no whole number");
    };
  }

  /** A whole number between two, or another where there is none. */
  long whole(String name, long least, long most, long otherwise) {
    Long number = whole(name);
    if (number == null) {
      return otherwise;
    }
    if (number < least || number > most) {
      throw invalid(name, number + " is not from " + least + " to " + most);
    }
    return number;
  }

  /** Milliseconds. */
  long millis(String name, long least, long otherwise) {
    return whole(name, least, MAX_MILLIS, otherwise);
  }

  /** How long a text says that something is, as in {@code 7D}, in milliseconds. */
  long age(String name, long otherwise) {
    String text = text(name);
    return text == null ? otherwise : age(name, text);
  }

  /**
   * @param text a number and one of Y, M, D, h, m, s
   */
  long age(String name, String text) {
    Long unit = text.isEmpty() ? null : UNITS.get(text.charAt(text.length() - 1));
    if (unit != null) {
      try {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        if (number >= 0) {
          return Math.multiplyExact(number, unit * 1_000);
        }
      } catch (NumberFormatException | ArithmeticException e) {
        // Said below.
      }
    }
    throw invalid(name, "'" + text + "' is not a number and a unit, as in 7D or 12h");
  }

  /** One of some texts, or another where there is none. */
  String oneOf(String name, String otherwise, String... texts) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    for (String one : texts) {
      if (one.equals(text)) {
        return one;
      }
    }
    throw invalid(name, "'" + text + "' is none of " + String.join(", ", texts));
  }

  AmqpException invalid(String name, String why) {
    return Wording.invalid(name, called, why);
  }
}
