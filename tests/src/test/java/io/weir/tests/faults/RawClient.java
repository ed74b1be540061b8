package io.weir.tests.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sends whatever bytes it likes. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket = new Socket();

  RawClient(int port) throws IOException {
    this(port, 64 << 10);
  }

  /**
   * @param receiveBytes what the system may hold of answers that are not read
   */
  RawClient(int port, int receiveBytes) throws IOException {
    socket.setReceiveBufferSize(receiveBytes);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
  }

  /** The port by which the server knows it. */
  int localPort() {
    return socket.getLocalPort();
  }

  /** Sends bytes; returns false if the connection has ended. */
  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException ended) {
      return false;
    }
  }

  boolean send(String ascii) {
    return send(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends nothing more, and goes on listening. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** All that comes until the server ends the connection; fails if it does not. */
  byte[] readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      byte[] chunk = new byte[64 << 10];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        all.write(chunk, 0, n);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server did not end the connection", e);
    } catch (SocketException reset) {
      // Ended too.
    }
    return all.toByteArray();
  }

  /** So many bytes, no fewer. */
  byte[] read(int count) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(count);
    if (bytes.length < count) {
      throw new IOException("the server ended the connection");
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
