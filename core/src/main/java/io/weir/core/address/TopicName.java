package io.weir.core.address;

import io.weir.core.failure.Failure;
import java.nio.charset.StandardCharsets;

/**
 * The name of a topic, unique in its tenant: 1 to 255 bytes of UTF-8, without control characters and without "/",
 * which separates a topic from a key.
 */
public record TopicName(String text) {
  /** The longest name, in bytes of UTF-8. */
  public static final int MAX_BYTES = 255;

  /**
   * @throws Failure.InvalidRequest if the text is no topic name
   */
  public TopicName {
    if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw invalid("a topic name is 1 to " + MAX_BYTES + " bytes long");
    }
    if (text.indexOf('/') >= 0) {
      throw invalid("a topic name holds no '/': '" + text + "'");
    }
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || isSurrogate(c))) {
      throw invalid("a topic name holds no control characters and is well-formed Unicode");
    }
    if (text.equals(".") || text.equals("..")) {
      throw invalid("'.' and '..' are not topic names");
    }
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static Failure.InvalidRequest invalid(String message) {
    return new Failure.InvalidRequest(Failure.InvalidRequest.Subject.TOPIC_NAME, message);
  }

  @Override
  public String toString() {
    return text;
  }
}
