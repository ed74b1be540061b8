package io.weir.tests.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Does on the admin port of a Weir what an operator does there.
 *
 * @param admin its root
 */
record Operator(String admin) {
  private static final String CLOSING = "close connections ";

  /** What {@link AmqpServer#operate} says. */
  void operate(String order) {
    switch (order) {
      case "alarm on" -> send("PUT", "/api/alarms/memory", "");
      case "alarm off" -> send("DELETE", "/api/alarms/memory", "");
      case String closing when closing.startsWith(CLOSING) ->
          send("DELETE", "/api/connections/username/guest", order.substring(CLOSING.length()));
      default -> throw new IllegalArgumentException("no order: " + order);
    }
  }

  private void send(String method, String path, String reason) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(admin + path)).method(method, BodyPublishers.noBody());
    if (!reason.isEmpty()) {
      request.header("X-Reason", reason);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
