package io.weir.tests.tenants;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** How connections end. */
final class Ends {
  private static final int PATIENCE_MILLIS = 30_000;

  private Ends() {}

  /** Waits until the other side ends a connection, and gives what it said until then. */
  static byte[] of(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    var said = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    try {
      in.transferTo(said);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("not ended within " + PATIENCE_MILLIS + " ms", e);
    } catch (SocketException reset) {
      // Ended too.
    }
    return said.toByteArray();
  }
}
