package io.weir.core.address;

import io.weir.core.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The name of a topic, unique in its tenant: 1 to 255 bytes of UTF-8, without control characters,
 * without "/", which separates a topic from a key, and not beginning with "$", under which MQTT
 * servers keep what is their own.
 */
public record TopicName(String text) {
  /** The longest name, in bytes of UTF-8. */
  public static final int MAX_BYTES = 255;

  /**
   * @throws Failure.InvalidRequest if the text is no topic name
   */
  public TopicName {
    String fault = fault(text);
    if (fault != null) {
      throw new Failure.InvalidRequest(Failure.InvalidRequest.Subject.TOPIC_NAME, fault);
    }
  }

  /** Whether a text is a topic name. */
  public static boolean isName(String text) {
    return fault(text) == null;
  }

  /** What a sentence for its tenant calls the topic: {@code topic 'orders'}. */
  public String called() {
    return "topic '" + text + "'";
  }

  /** What to answer to whoever names this topic where there is none of that name. */
  public Failure.UnknownTopic unknown() {
    return new Failure.UnknownTopic(called() + " does not exist");
  }

  private static @Nullable String fault(String text) {
    if (text.isEmpty()) {
      return "a topic name is not empty";
    }
    if (text.equals(".") || text.equals("..")) {
      return "'.' and '..' are not topic names";
    }
    if (text.charAt(0) == '$') {
      return "a topic name does not begin with '$': '" + text + "'";
    }
    if (text.indexOf('/') >= 0) {
      return "a topic name holds no '/': '" + text + "'";
    }
    int bytes = WellFormed.utf8Length(text);
    if (bytes < 0 || hasControl(text)) {
      return "a topic name holds no control characters and is well-formed Unicode";
    }
    return bytes > MAX_BYTES
        ? "a topic name is at most " + MAX_BYTES + " bytes of UTF-8 long, not " + bytes
        : null;
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return text;
  }
}
