package io.weir.core.address;

import io.weir.core.failure.Failure.InvalidRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where a message goes: a topic, or a key in a topic. {@code a} has no key, {@code a/} an empty
 * one, {@code a/b/c} the key {@code b/c}.
 *
 * @param key the key as text (the record's key is its UTF-8), or null for none
 */
public record Address(TopicName topic, @Nullable String key) {

  /**
   * @throws InvalidRequest if the key is not well-formed Unicode
   */
  public Address {
    if (key != null && WellFormed.utf8Length(key) < 0) {
      throw new InvalidRequest("the key is not well-formed Unicode");
    }
  }

  /** The address in a topic without a key. */
  public static Address of(TopicName topic) {
    return new Address(topic, null);
  }

  /**
   * Reads {@code topic} or {@code topic/key}; the inverse of {@link #toString}.
   *
   * @throws io.weir.core.failure.Failure.InvalidRequest if the part before the first "/" is no
   *     topic name
   */
  public static Address parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? of(new TopicName(text))
        : new Address(new TopicName(text.substring(0, slash)), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return key == null ? topic.text() : topic.text() + "/" + key;
  }
}
