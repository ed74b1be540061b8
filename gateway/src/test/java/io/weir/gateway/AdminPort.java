package io.weir.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.gateway.config.Authority;
import io.weir.gateway.config.WeirConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A gateway, asked by its admin port. */
public final class AdminPort implements AutoCloseable {
  public final Weir weir;
  private final HttpClient client = HttpClient.newHttpClient();

  public AdminPort(Path data) {
    List<Listen> anyPort =
        Stream.of("kafka", "amqp", "http", Weir.ADMIN)
            .map(protocol -> new Listen(protocol, new Authority("127.0.0.1", 0)))
            .toList();
    weir =
        Weir.start(Listen.apply(anyPort, WeirConfig.standard()).withData(data).withEphemeral(true));
  }

  public HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
    return send(method, path, "", headers);
  }

  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + weir.port(Weir.ADMIN) + "/api/" + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  public List<JsonObject> list(String path) throws Exception {
    return new JsonArray(ask("GET", path).body()).stream().map(JsonObject.class::cast).toList();
  }

  @Override
  public void close() {
    client.close();
    weir.close();
  }
}
