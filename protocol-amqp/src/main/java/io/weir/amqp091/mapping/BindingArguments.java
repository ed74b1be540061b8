package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.core.route.Binding;
import io.weir.core.route.Destination;
import io.weir.core.route.HeaderMatch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the methods that bind and unbind to a binding. */
public final class BindingArguments {
  private static final String MATCH = "x-match";

  private BindingArguments() {}

  /**
   * The binding that is meant.
   *
   * @param isHeaders whether the exchange is one that compares headers, as far as that is known
   * @throws AmqpException if there is no such comparison, where that counts
   */
  public static Binding binding(
      String exchange, Destination destination, String key, Table arguments, boolean isHeaders) {
    Value match = arguments.get(MATCH);
    HeaderMatch known = match(match);
    if (isHeaders && match != null && known == null) {
      throw AmqpException.precondition(
          "invalid x-match: it is one of all, any, all-with-x and any-with-x");
    }
    Map<String, io.weir.core.route.Value> others = new LinkedHashMap<>(Values.toModel(arguments));
    if (known != null) {
      others.remove(MATCH);
    }
    return new Binding(exchange, destination, key, known, others);
  }

  private static @Nullable HeaderMatch match(@Nullable Value said) {
    return said instanceof Value.Text(var text)
        ? switch (text.toString()) {
          case "all" -> HeaderMatch.ALL;
          case "any" -> HeaderMatch.ANY;
          case "all-with-x" -> HeaderMatch.ALL_EXTENDED;
          case "any-with-x" -> HeaderMatch.ANY_EXTENDED;
          default -> null;
        }
        : null;
  }
}
