package io.weir.bench.tenants;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** One HTTP/1.1 connection that is kept, and on which requests may follow before answers do. */
final class HttpLink implements Link {
  private static final int OK = 200;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] message;

  /**
   * Connects.
   *
   * @param authorization the header's value; none on a listener that asks for none
   */
  HttpLink(InetAddress from, int port, Optional<String> authorization, String topic, byte[] body)
      throws IOException {
    this.socket = Loopback.connect(from, port);
    this.in = new BufferedInputStream(socket.getInputStream(), 1024);
    this.out = socket.getOutputStream();
    byte[] head =
        """
        POST /topics/%s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Content-Type: application/octet-stream\r
        Content-Length: %d\r
        %s\r
        """
            .formatted(
                topic,
                port,
                body.length,
                authorization.map(value -> "Authorization: " + value + "\r\n").orElse(""))
            .getBytes(ISO_8859_1);
    this.message = new byte[head.length + body.length];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(body, 0, message, head.length, body.length);
  }

  /** What Basic says (RFC 7617). */
  static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  @Override
  public void send() throws IOException {
    out.write(message);
  }

  @Override
  public void receive() throws IOException {
    String status = line();
    int length = 0;
    for (String field = line(); !field.isEmpty(); field = line()) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (Integer.parseInt(status.substring(9, 12)) != OK) {
      throw new RefusedException(status + ": " + new String(body, UTF_8));
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    Loopback.close(socket);
  }
}
