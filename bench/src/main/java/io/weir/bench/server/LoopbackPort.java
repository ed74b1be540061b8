package io.weir.bench.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Ports on loopback: free ones, and whether a server answers on one. */
public final class LoopbackPort {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int TIMEOUT_MILLIS = 2_000;

  /**
   * ApiVersions, version 0, correlation id 1, no client id: the first thing that every Kafka client
   * asks.
   */
  private static final byte[] API_VERSIONS_REQUEST = {
    0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, (byte) 0xff, (byte) 0xff
  };

  /** The header with which every client of AMQP 0-9-1 begins. */
  private static final byte[] AMQP_HEADER = "AMQP\0\0\t\1".getBytes(StandardCharsets.US_ASCII);

  private static final int METHOD_FRAME = 1;

  private LoopbackPort() {}

  /** A port that nobody listens on now. */
  public static int free() {
    try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a server on the port answers an ApiVersions request without an error. */
  static boolean answersKafka(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      new DataOutputStream(socket.getOutputStream()).write(API_VERSIONS_REQUEST);
      var answer = new DataInputStream(socket.getInputStream());
      int size = answer.readInt();
      int correlationId = answer.readInt();
      short error = answer.readShort();
      return size > 6 && correlationId == 1 && error == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a server on the port answers the header of AMQP 0-9-1 with a method. */
  static boolean answersAmqp(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(AMQP_HEADER);
      return socket.getInputStream().read() == METHOD_FRAME;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a GET of an address is answered with 200. */
  static boolean isHealthy(URI health) {
    try {
      var connection = (HttpURLConnection) health.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      return false;
    }
  }
}
