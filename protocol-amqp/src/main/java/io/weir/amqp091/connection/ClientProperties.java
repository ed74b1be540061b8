package io.weir.amqp091.connection;

import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client says of itself, as far as anything depends on it.
 *
 * @param name under which it is shown; empty if it gave none
 * @param texts what it says of itself for people to read
 * @param hearsRefusals whether it is told with a {@code close} that it is not let in
 * @param hearsCancels whether it is told that a consumer has ended
 * @param hearsBlocks whether it is told that its publications are not read
 */
record ClientProperties(
    String name,
    Map<String, String> texts,
    boolean hearsRefusals,
    boolean hearsCancels,
    boolean hearsBlocks) {
  static final ClientProperties UNKNOWN = new ClientProperties("", Map.of(), false, false, false);

  /** Those of the texts that are kept, each up to a length. */
  private static final List<String> TEXTS =
      List.of("connection_name", "product", "version", "platform", "information");

  private static final int MAX_TEXT = 255;

  static ClientProperties of(Table properties) {
    Table capabilities =
        properties.get("capabilities") instanceof Table table ? table : Table.EMPTY;
    return new ClientProperties(
        properties.get("connection_name") instanceof Value.Text(var name) ? name.toString() : "",
        texts(properties),
        has(capabilities, "authentication_failure_close"),
        has(capabilities, "consumer_cancel_notify"),
        has(capabilities, "connection.blocked"));
  }

  private static Map<String, String> texts(Table properties) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : TEXTS) {
      if (properties.get(name) instanceof Value.Text(var text)) {
        String whole = text.toString();
        texts.put(name, whole.substring(0, Math.min(whole.length(), MAX_TEXT)));
      }
    }
    return Collections.unmodifiableMap(texts);
  }

  private static boolean has(Table capabilities, String name) {
    return capabilities.get(name) instanceof Value.Bool(boolean value) && value;
  }
}
