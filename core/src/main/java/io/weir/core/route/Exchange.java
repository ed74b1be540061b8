package io.weir.core.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An exchange, as it was declared.
 *
 * @param name its name, unique in the space
 * @param durable whether it is there after a restart
 * @param autoDelete whether it goes with the last of its bindings
 * @param internal whether only other exchanges send to it; heads see to that
 * @param alternate the exchange to which goes what nothing here matches, or null for none; it need
 *     not be there
 * @param arguments what else was said of it: kept and shown, and not looked at
 */
public record Exchange(
    String name,
    ExchangeType type,
    boolean durable,
    boolean autoDelete,
    boolean internal,
    @Nullable String alternate,
    Map<String, Value> arguments)
    implements Entity {

  public Exchange {
    arguments = Value.sorted(arguments);
  }

  /** A durable exchange that nothing else is said of. */
  public static Exchange durable(String name, ExchangeType type) {
    return new Exchange(name, type, true, false, false, null, Map.of());
  }

  /** In what two declarations of one exchange can differ. */
  public enum Aspect {
    TYPE,
    DURABLE,
    AUTO_DELETE,
    INTERNAL,
    ALTERNATE
  }

  /**
   * In what another declaration contradicts this one, in the order of {@link Aspect}; null where
   * both mean the same. What a type hashes on or routes as underneath, and arguments, are not
   * compared: who declares an exchange again without them means the one that is there.
   */
  @Nullable Aspect differenceTo(Exchange asked) {
    if (!type.getClass().equals(asked.type.getClass())) {
      return Aspect.TYPE;
    }
    if (durable != asked.durable) {
      return Aspect.DURABLE;
    }
    if (autoDelete != asked.autoDelete) {
      return Aspect.AUTO_DELETE;
    }
    if (internal != asked.internal) {
      return Aspect.INTERNAL;
    }
    boolean sameAlternate =
        alternate == null ? asked.alternate == null : alternate.equals(asked.alternate);
    return sameAlternate ? null : Aspect.ALTERNATE;
  }
}
