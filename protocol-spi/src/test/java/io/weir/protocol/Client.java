package io.weir.protocol;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A raw socket to an endpoint. */
final class Client implements Closeable {
  private static final int PATIENCE_MILLIS = 20_000;

  final Socket socket = new Socket();

  Client(Endpoint endpoint) throws IOException {
    this(endpoint, 64 * 1024);
  }

  Client(Endpoint endpoint, int receiveBuffer) throws IOException {
    socket.setReceiveBufferSize(receiveBuffer);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()));
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  String receive(int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  String receiveLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int next;
    do {
      next = socket.getInputStream().read();
      line.append((char) next);
    } while (next >= 0 && next != '\n');
    return line.toString();
  }

  /** Whether the other side ends the connection, in whatever way, after at most some bytes. */
  boolean isEnded() throws IOException {
    try {
      socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
