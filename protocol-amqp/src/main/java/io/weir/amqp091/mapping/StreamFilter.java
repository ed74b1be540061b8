package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.record.Header;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which messages of a stream its reader wants: those of some values, and perhaps those that have
 * none (RabbitMQ 3.13, stream filtering). RabbitMQ may send more, and lets the client sort them
 * out; here it gets no others.
 */
record StreamFilter(Set<String> values, boolean isUnfilteredWanted)
    implements Predicate<List<Header>> {
  private static final String FILTER = "x-stream-filter";
  private static final String MATCH_UNFILTERED = "x-stream-match-unfiltered";
  private static final String VALUE = "x-stream-filter-value";

  /** From the arguments of {@code basic.consume}; without values everything is wanted. */
  static Predicate<List<Header>> of(Table table, Arguments arguments) {
    Set<String> values = new HashSet<>();
    switch (table.get(FILTER)) {
      case null -> {
        return headers -> true;
      }
      case Value.Text(var value) -> values.add(value.toString());
      case Value.Array(List<Value> all) -> {
        for (Value one : all) {
          values.add(text(one, arguments));
        }
      }
      default -> throw invalid(arguments);
    }
    return new StreamFilter(Set.copyOf(values), arguments.flag(MATCH_UNFILTERED));
  }

  private static String text(Value one, Arguments arguments) {
    if (one instanceof Value.Text(var value)) {
      return value.toString();
    }
    throw invalid(arguments);
  }

  private static AmqpException invalid(Arguments arguments) {
    return arguments.invalid(FILTER, "it is no text, and no array of texts");
  }

  @Override
  public boolean test(List<Header> headers) {
    for (Header header : headers) {
      if (header.name().equals(VALUE)) {
        return values.contains(String.valueOf(header.text()));
      }
    }
    return isUnfilteredWanted;
  }
}
