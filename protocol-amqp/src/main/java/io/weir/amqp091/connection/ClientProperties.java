package io.weir.amqp091.connection;

import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;

/**
 * What a client says of itself, as far as anything depends on it.
 *
 * @param name under which it is shown; empty if it gave none
 * @param hearsRefusals whether it is told with a {@code close} that it is not let in
 * @param hearsCancels whether it is told that a consumer has ended
 * @param hearsBlocks whether it is told that its publications are not read
 */
record ClientProperties(
    String name, boolean hearsRefusals, boolean hearsCancels, boolean hearsBlocks) {
  static final ClientProperties UNKNOWN = new ClientProperties("", false, false, false);

  static ClientProperties of(Table properties) {
    Table capabilities =
        properties.get("capabilities") instanceof Table table ? table : Table.EMPTY;
    return new ClientProperties(
        properties.get("connection_name") instanceof Value.Text(var name) ? name.toString() : "",
        has(capabilities, "authentication_failure_close"),
        has(capabilities, "consumer_cancel_notify"),
        has(capabilities, "connection.blocked"));
  }

  private static boolean has(Table capabilities, String name) {
    return capabilities.get(name) instanceof Value.Bool(boolean value) && value;
  }
}
