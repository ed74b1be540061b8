package io.weir.core.queue;

import io.weir.core.publish.PropertyNames;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;

/**
 * The exchange and the keys that a message was sent with, as headers of its record. One that was
 * sent to its queue by the queue's name alone has none: most are, and that says it all.
 */
final class Stamp {
  static final String EXCHANGE = PropertyNames.RESERVED_PREFIX + "exchange";
  static final String KEY = PropertyNames.RESERVED_PREFIX + "routing-key";

  /** A key but the first, one each. */
  static final String FURTHER_KEY = PropertyNames.RESERVED_PREFIX + "further-key";

  private Stamp() {}

  /**
   * Headers with a stamp, for one queue or several.
   *
   * @param keys at least one
   */
  static List<Header> on(List<Header> headers, String exchange, List<String> keys) {
    List<Header> stamped = new ArrayList<>(headers.size() + 1 + keys.size());
    for (Header header : headers) {
      if (!is(header)) {
        stamped.add(header); // what a client calls by these names is not believed
      }
    }
    stamped.add(Header.of(EXCHANGE, exchange));
    stamped.add(Header.of(KEY, keys.getFirst()));
    keys.stream().skip(1).forEach(key -> stamped.add(Header.of(FURTHER_KEY, key)));
    return List.copyOf(stamped);
  }

  /** Headers without a stamp, which says that they were sent by the queue's name. */
  static List<Header> off(List<Header> headers) {
    for (Header header : headers) {
      if (is(header)) {
        return headers.stream().filter(each -> !is(each)).toList();
      }
    }
    return headers; // as nearly always, so this is a loop
  }

  static String exchange(List<Header> headers) {
    return find(headers, EXCHANGE, "");
  }

  static String key(List<Header> headers, String queue) {
    return find(headers, KEY, queue);
  }

  /** All keys, the first one first. */
  static List<String> keys(List<Header> headers, String queue) {
    List<String> keys = new ArrayList<>(List.of(key(headers, queue)));
    for (Header header : headers) {
      if (header.name().equals(FURTHER_KEY)) {
        keys.add(String.valueOf(header.text()));
      }
    }
    return List.copyOf(keys);
  }

  private static String find(List<Header> headers, String name, String otherwise) {
    for (Header header : headers) {
      if (header.name().equals(name)) {
        String text = header.text();
        return text == null ? otherwise : text;
      }
    }
    return otherwise;
  }

  private static boolean is(Header header) {
    String name = header.name();
    return name.equals(EXCHANGE) || name.equals(KEY) || name.equals(FURTHER_KEY);
  }
}
