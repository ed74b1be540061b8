package io.weir.core.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What sends messages from an exchange to a destination. Bindings that differ in anything are two;
 * a message that several of them match reaches their destination once.
 *
 * @param exchange where messages come from
 * @param key what it says is the exchange's type's to say; empty where that looks at none
 * @param match how arguments are compared with headers, or null where that was not said, which
 *     means {@link HeaderMatch#ALL}; looked at by headers exchanges only
 * @param arguments what headers are compared with; kept and shown, and not looked at, elsewhere
 */
public record Binding(
    String exchange,
    Destination destination,
    String key,
    @Nullable HeaderMatch match,
    Map<String, Value> arguments)
    implements Entity {

  public Binding {
    arguments = Value.sorted(arguments);
  }

  /** A binding without arguments. */
  public static Binding of(String exchange, Destination destination, String key) {
    return new Binding(exchange, destination, key, null, Map.of());
  }

  /** From names that clients choose, so not to be guessed by them. */
  @Override
  public int hashCode() {
    int hash = SecretHash.of(exchange) * 31 + destination.hashCode();
    hash = hash * 31 + SecretHash.of(key);
    return arguments.isEmpty() ? hash : hash * 31 + SecretHash.of(arguments.toString());
  }
}
