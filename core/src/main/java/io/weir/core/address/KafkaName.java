package io.weir.core.address;

import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.core.failure.Failure.InvalidRequest.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The form of a topic's name that Apache Kafka allows: 1 to 249 letters, digits, dots, underscores
 * and hyphens of ASCII. Most names are their own form; another character is written {@code _uXXXX}
 * or {@code _UXXXXXXXX}, with its Unicode code point in upper-case hexadecimal digits: {@code
 * grüße} is {@code gr_u00FC_u00DFe}.
 *
 * <p>Each Kafka name is the form of at most one topic name, and each topic name has at most one
 * form. There are more topic names than Kafka names, so some have none: those whose form would be
 * too long. No topic is created under such a name. The few Kafka names that would be the form of
 * what is no topic name ({@code a_u002Fb}) are refused.
 */
public final class KafkaName {
  /** The longest Kafka name. */
  public static final int MAX_LENGTH = 249;

  private static final Escapes ESCAPES = new Escapes('_', "u005F", new UnicodeCodes());

  private KafkaName() {}

  /** Whether a topic name has a form for Kafka. */
  public static boolean exists(TopicName name) {
    return form(name).length() <= MAX_LENGTH;
  }

  /**
   * A topic name's form.
   *
   * @throws InvalidRequest if it has none, which is true of no topic that exists
   */
  public static String of(TopicName name) {
    String form = form(name);
    if (form.length() > MAX_LENGTH) {
      throw new InvalidRequest(
          Subject.TOPIC_NAME,
          "the name '"
              + name
              + "' is too long: written for Kafka it takes "
              + form.length()
              + " characters, and "
              + MAX_LENGTH
              + " is the most");
    }
    return form;
  }

  /**
   * The topic name of which this is the form.
   *
   * @throws InvalidRequest if it is no Kafka name, or the form of no topic name
   */
  public static TopicName parse(String kafkaName) {
    if (!isLegal(kafkaName)) {
      throw new InvalidRequest(
          Subject.TOPIC_NAME,
          "a Kafka topic name is 1 to "
              + MAX_LENGTH
              + " letters, digits, dots, underscores and hyphens of ASCII");
    }
    return new TopicName(ESCAPES.unescape(kafkaName));
  }

  private static boolean isLegal(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && name.chars().allMatch(UnicodeCodes::isPlain);
  }

  private static String form(TopicName name) {
    return ESCAPES.escape(name.text());
  }

  /** {@code uXXXX} and {@code UXXXXXXXX}. */
  private static final class UnicodeCodes implements Escapes.Codes {
    private static final int SHORT = 5;
    private static final int LONG = 9;

    @Override
    public @Nullable String of(int codePoint) {
      if (isPlain(codePoint)) {
        return null;
      }
      return Character.isBmpCodePoint(codePoint)
          ? String.format("u%04X", codePoint)
          : String.format("U%08X", codePoint);
    }

    @Override
    public int lengthAt(String text, int index) {
      if (index >= text.length()) {
        return 0;
      }
      int length =
          switch (text.charAt(index)) {
            case 'u' -> SHORT;
            case 'U' -> LONG;
            default -> 0;
          };
      return length > 0 && isCode(text, index, length) ? length : 0;
    }

    private static boolean isCode(String text, int index, int length) {
      if (index + length > text.length()) {
        return false;
      }
      for (int i = index + 1; i < index + length; i++) {
        char c = text.charAt(i);
        if ((c < '0' || c > '9') && (c < 'A' || c > 'F')) {
          return false;
        }
      }
      long value = Long.parseLong(text, index + 1, index + length, 16);
      boolean supplementary = value >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
      return value <= Character.MAX_CODE_POINT
          && supplementary == (length == LONG)
          && !isSurrogate((int) value)
          && !isPlain((int) value);
    }

    @Override
    public int read(String text, int index, int length) {
      return Integer.parseInt(text, index + 1, index + length, 16);
    }

    private static boolean isSurrogate(int codePoint) {
      return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static boolean isPlain(int c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '.'
          || c == '_'
          || c == '-';
    }
  }
}
