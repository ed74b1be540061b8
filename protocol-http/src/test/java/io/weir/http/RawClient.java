package io.weir.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A socket on which bytes are bytes. */
final class RawClient implements Closeable {
  private static final int PATIENCE_MILLIS = 20_000;

  final Socket socket;

  RawClient(int port) throws IOException {
    this(port, 64 * 1024);
  }

  RawClient(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(receiveBuffer);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** One that speaks over a socket that there is. */
  RawClient(Socket over) throws IOException {
    socket = over;
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** One {@code char} is one byte. */
  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** What comes, up to and with some text. */
  String receiveUntil(String end) throws IOException {
    StringBuilder received = new StringBuilder();
    while (received.indexOf(end) < 0) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        throw new IOException("ended after: " + received);
      }
      received.append((char) b);
    }
    return received.toString();
  }

  /** A whole response with a Content-Length. */
  String receive() throws IOException {
    String head = receiveUntil("\r\n\r\n");
    String length = head.replaceAll("(?is).*\ncontent-length: ([0-9]+).*", "$1");
    return length.equals(head)
        ? head
        : head
            + new String(
                socket.getInputStream().readNBytes(Integer.parseInt(length)),
                StandardCharsets.UTF_8);
  }

  /** All that comes until the other side ends the connection. */
  String receiveAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  boolean isEnded() throws IOException {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketTimeoutException e) {
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
