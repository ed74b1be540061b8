package io.weir.bench.tenants;

import java.io.IOException;

/**
 * A connection that publishes the same message again and again. One thread may send while another
 * receives.
 */
interface Link extends AutoCloseable {
  /** Sends the message once more; waits only while the server does not read. */
  void send() throws IOException;

  /**
   * Waits for the next answer.
   *
   * @throws RefusedException if it is not that the message is kept
   */
  void receive() throws IOException;

  @Override
  void close();
}
