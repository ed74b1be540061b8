package io.weir.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that speaks TLS. */
final class TlsClient implements Closeable {
  private static final int PATIENCE_MILLIS = 20_000;

  final SSLSocket socket;
  private boolean told;

  TlsClient(Endpoint endpoint, SSLContext context) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), endpoint.port()), context);
  }

  TlsClient(Socket under, SSLContext context) throws IOException {
    under.setSoTimeout(PATIENCE_MILLIS);
    socket = (SSLSocket) context.getSocketFactory().createSocket(under, "", under.getPort(), true);
  }

  /** Asks for a name, if there is one. */
  TlsClient asksFor(String name) {
    if (name != null) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
    }
    return this;
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  void sendQuietly(String text) {
    try {
      send(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the server says first, a line, and then what it echoes, both of which it returns. */
  String receive(String echoed) throws IOException {
    StringBuilder first = new StringBuilder();
    if (!told) {
      int next;
      do {
        next = socket.getInputStream().read();
        first.append((char) next);
      } while (next >= 0 && next != '\n');
      told = true;
    }
    receiveMore(echoed);
    return first + echoed;
  }

  /** What it echoes. */
  void receiveMore(String echoed) throws IOException {
    String received = new String(socket.getInputStream().readNBytes(echoed.length()), ISO_8859_1);
    if (!received.equals(echoed)) {
      throw new AssertionError("received other bytes than were sent");
    }
  }

  /** The subject of the server's certificate. */
  String subject() throws IOException {
    var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  /** Whether the other side ends it, in whatever way. */
  boolean isEnded() {
    try {
      socket.startHandshake();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException ended) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
