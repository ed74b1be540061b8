package io.weir.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** An HTTP client as others write them. */
public final class Browser {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int port;

  public Browser(int port) {
    this.port = port;
  }

  /** What came back. */
  public record Answer(HttpResponse<byte[]> response) {
    public int status() {
      return response.statusCode();
    }

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public JsonObject json() {
      return new JsonObject(text());
    }

    public List<JsonObject> records() {
      JsonArray records = json().getJsonArray("records");
      return records.stream().map(JsonObject.class::cast).toList();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }

  public Answer get(String path, String... headers) {
    return send(path, request -> withHeaders(request.GET(), headers));
  }

  public Answer post(String path, String body, String... headers) {
    return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public Answer post(String path, byte[] body, String... headers) {
    return send(
        path, request -> withHeaders(request.POST(BodyPublishers.ofByteArray(body)), headers));
  }

  public Answer put(String path, String body) {
    return send(path, request -> request.PUT(BodyPublishers.ofString(body)));
  }

  public Answer patch(String path, String body) {
    return send(path, request -> request.method("PATCH", BodyPublishers.ofString(body)));
  }

  public Answer delete(String path) {
    return send(path, HttpRequest.Builder::DELETE);
  }

  public Answer method(String method, String path) {
    return send(path, request -> request.method(method, BodyPublishers.noBody()));
  }

  public Answer send(String path, UnaryOperator<HttpRequest.Builder> request) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return new Answer(
          CLIENT.send(
              request.apply(HttpRequest.newBuilder(uri).timeout(PATIENCE)).build(),
              BodyHandlers.ofByteArray()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.Builder withHeaders(HttpRequest.Builder request, String... headers) {
    return headers.length == 0 ? request : request.headers(headers);
  }
}
