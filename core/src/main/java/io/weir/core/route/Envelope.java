package io.weir.core.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What routing sees of a message. Asked during the call of {@link Topology#route}, on the same
 * thread, and only for what an exchange on the way looks at, so that a head need not decode headers
 * that nobody asks for.
 */
public interface Envelope {
  /** The routing key, and behind it further ones that the sender gave; at least one. */
  List<String> keys();

  /** The keys that whoever gets the message may know of: the first of {@link #keys}, or all. */
  default List<String> shownKeys() {
    return keys();
  }

  /** A header, or null if the message has none of that name. */
  @Nullable Value header(String name);

  /** A property, or null if the message has none. */
  @Nullable Value property(MessageProperty property);

  /** Whether the message is to be held back by the first delayed exchange that it comes to. */
  boolean delayed();

  /** Properties by which messages can be spread. */
  enum MessageProperty {
    MESSAGE_ID,
    CORRELATION_ID,
    TIMESTAMP
  }

  /** Of a message that has a routing key and nothing else that routing could look at. */
  static Envelope of(String key) {
    List<String> keys = List.of(key);
    return new Envelope() {
      @Override
      public List<String> keys() {
        return keys;
      }

      @Override
      public @Nullable Value header(String name) {
        return null;
      }

      @Override
      public @Nullable Value property(MessageProperty property) {
        return null;
      }

      @Override
      public boolean delayed() {
        return false;
      }
    };
  }
}
