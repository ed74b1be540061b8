package io.weir.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.BackendException;
import io.weir.backend.BackendProvider;
import io.weir.backend.TopicSettings;
import io.weir.backend.TopicStore;
import io.weir.gateway.config.Authority;
import io.weir.gateway.config.WeirConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway as those who embed it see it. */
final class WeirTest {
  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  private WeirConfig config() {
    List<Listen> anyPort =
        Stream.of("kafka", "amqp", "http", Weir.ADMIN)
            .map(protocol -> new Listen(protocol, new Authority("127.0.0.1", 0)))
            .toList();
    return Listen.apply(anyPort, WeirConfig.standard()).withData(directory.resolve("data"));
  }

  private HttpResponse<String> admin(Weir weir, String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + weir.port(Weir.ADMIN) + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void tellsTheRealPorts() {
    try (Weir weir = Weir.start(config())) {
      assertThat(weir.ports())
          .extracting(BoundPort::protocol)
          .containsExactly("kafka", "amqp", "http", "admin");
      assertThat(weir.ports())
          .extracting(port -> port.address().port())
          .doesNotContain(0)
          .doesNotHaveDuplicates();
      assertThatThrownBy(() -> weir.port("mqtt")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void livesAndIsReady() throws Exception {
    try (Weir weir = Weir.start(config())) {
      assertThat(admin(weir, "GET", "/health/live").statusCode()).isEqualTo(200);
      assertThat(admin(weir, "GET", "/health/ready").body()).isEqualTo("ready\n");
    }
  }

  @Test
  void isNotReadyWhileTheLogIsInTroubleAndSaysWhy() throws Exception {
    AtomicReference<BackendException> trouble = new AtomicReference<>();
    try (Weir weir = Weir.start(config(), withTrouble(trouble))) {
      assertThat(admin(weir, "GET", "/health/ready").statusCode()).isEqualTo(200);
      trouble.set(new BackendException.Unavailable("a sync failed"));
      HttpResponse<String> troubled = admin(weir, "GET", "/health/ready");
      assertThat(troubled.statusCode()).isEqualTo(503);
      assertThat(troubled.body()).isEqualTo("a sync failed\n");
      assertThat(admin(weir, "GET", "/health/live").statusCode()).isEqualTo(200);
    }
  }

  /** What there is, but for a backend that has the trouble that a test gives it. */
  private static Plugins withTrouble(AtomicReference<BackendException> trouble) {
    return with(
        backend ->
            but(
                Backend.class,
                backend,
                "trouble",
                arguments -> Optional.ofNullable(trouble.get())));
  }

  /** What there is, but for a backend that has no room for topics of a tenant. */
  private static Plugins withoutRoomFor(String tenant) {
    return with(
        backend -> {
          TopicStore topics = backend.topics();
          TopicStore full =
              but(
                  TopicStore.class,
                  topics,
                  "create",
                  arguments ->
                      arguments[0].toString().contains(tenant)
                          ? Future.failedFuture(new BackendException.Unavailable("no room"))
                          : topics.create(
                              (String) arguments[0],
                              (Integer) arguments[1],
                              (TopicSettings) arguments[2]));
          return but(Backend.class, backend, "topics", arguments -> full);
        });
  }

  private static Plugins with(UnaryOperator<Backend> change) {
    Plugins real = Plugins.load();
    BackendProvider embedded = requireNonNull(real.backends().get("embedded"));
    BackendProvider changed =
        new BackendProvider() {
          @Override
          public String type() {
            return embedded.type();
          }

          @Override
          public Future<Backend> open(BackendEnvironment environment) {
            return embedded.open(environment).map(change::apply);
          }
        };
    return new Plugins(real.protocols(), Map.of(changed.type(), changed));
  }

  /** One that is as it was but for a method. */
  private static <T> T but(
      Class<T> type, T real, String method, Function<Object[], Object> instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) ->
                called.getName().equals(method)
                    ? instead.apply(arguments)
                    : called.invoke(real, arguments)));
  }

  @Test
  void theAdminPortCanOnlyBeRead() throws Exception {
    try (Weir weir = Weir.start(config())) {
      HttpResponse<String> response = admin(weir, "DELETE", "/metrics");
      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
      assertThat(response.headers().firstValue("date")).isPresent();
      assertThat(admin(weir, "GET", "/elsewhere").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aConnectionToTheAdminPortStaysWhatItWasCountedAs() throws Exception {
    try (Weir weir = Weir.start(config())) {
      assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(admin(weir, "GET", "/health/live").version())
          .isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void theMetricsPageNamesWhatItCounts() throws Exception {
    try (Weir weir = Weir.start(config())) {
      HttpResponse<String> page = admin(weir, "GET", "/metrics");
      assertThat(page.headers().firstValue("content-type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(page.body()).contains("# TYPE weir_stored_messages_total counter\n");
      assertThat(page.body()).containsPattern("(?m)^weir_connections [0-9]+$");
    }
  }

  @Test
  void thereIsNobodyAfterTheEnd() {
    Weir weir = Weir.start(config());
    int port = weir.port(Weir.ADMIN);
    weir.close();
    weir.close();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/live")).build();
    assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortInUseIsOneSentenceAndEverythingBegunIsEnded() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Listen> listens =
          List.of(new Listen("kafka", new Authority("127.0.0.1", taken.getLocalPort())));
      WeirConfig clash = Listen.apply(listens, config());
      assertThatThrownBy(() -> Weir.start(clash))
          .isInstanceOf(SentenceException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("another program has this port");
    }
    // The data directory is free again.
    Weir.start(config()).close();
  }

  @Test
  void twoOnOneDirectoryAreOneTooMany() {
    try (Weir first = Weir.start(config())) {
      assertThatThrownBy(() -> Weir.start(config()))
          .isInstanceOf(SentenceException.class)
          .hasMessageContaining("is using " + first.data());
    }
  }

  @Test
  void anEphemeralOneWritesNothing() {
    try (Weir weir = Weir.start(config().withEphemeral(true))) {
      assertThat(weir.isEphemeral()).isTrue();
      assertThat(directory.resolve("data")).doesNotExist();
    }
  }

  @Test
  void greetsWithSomethingToPasteForEachPort() {
    StringWriter out = new StringWriter();
    try (Weir weir = Weir.start(config())) {
      Greeting.print(weir, new PrintWriter(out));
      assertThat(out.toString())
          .contains("kcat -b 127.0.0.1:" + weir.port("kafka"))
          .contains("amqp://127.0.0.1:" + weir.port("amqp"))
          .contains("curl")
          .contains("http://127.0.0.1:" + weir.port(Weir.ADMIN) + "/metrics");
    }
  }

  @Test
  void aTenantsFileWithAFaultStartsNothing() throws IOException {
    Path tenants = Files.createDirectory(directory.resolve("tenants"));
    Files.writeString(tenants.resolve("acme.yaml"), "tennant: acme\n");

    assertThatThrownBy(() -> Weir.start(config().withTenants(tenants)))
        .isInstanceOf(SentenceException.class)
        .hasMessageContaining("acme.yaml:1:1: 'tennant' is not known here");
    assertThat(directory.resolve("data")).doesNotExist();
  }

  @Test
  void moreTopicsThanAreCreatedAtOnceAreThere() throws Exception {
    Path tenants = Files.createDirectory(directory.resolve("tenants"));
    String topics =
        IntStream.range(0, 230)
            .mapToObj(i -> "  - { name: t%03d }\n".formatted(i))
            .collect(Collectors.joining());
    Files.writeString(tenants.resolve("default.yaml"), "tenant: default\ntopics:\n" + topics);

    try (Weir weir = Weir.start(config().withEphemeral(true).withTenants(tenants))) {
      URI uri = URI.create("http://127.0.0.1:" + weir.port("http") + "/topics");
      String page =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      assertThat(page).contains("\"t000\"", "\"t100\"", "\"t229\"");
    }
  }

  @Test
  void aTopicThatCannotBeIsOneSentenceAndStartsNothing() throws IOException {
    Path tenants = Files.createDirectory(directory.resolve("tenants"));
    Files.writeString(
        tenants.resolve("acme.yaml"), "tenant: acme\ntopics: [{ name: t, partitions: 2 }]\n");
    WeirConfig config = config().withEphemeral(true).withTenants(tenants);
    assertThatThrownBy(() -> Weir.start(config, withoutRoomFor("acme")))
        .isInstanceOf(SentenceException.class)
        .hasMessageStartingWith("topic 't' of tenant 'acme' could not be created: the log cannot");
  }

  @Test
  void anInvalidConfigurationStartsNothing() {
    WeirConfig nobody = config().withListeners(List.of());
    assertThatThrownBy(() -> Weir.start(nobody)).hasMessageContaining("without a listener");
    assertThat(directory.resolve("data")).doesNotExist();
  }
}
