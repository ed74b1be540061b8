package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.http.command.Route;
import io.weir.http.command.Routes;
import io.weir.protocol.ConnectionBounds;
import io.weir.testing.Futures;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do nothing with a topic cannot find out whether it is there, by whichever route. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HiddenTopicsTest {
  private static final String THERE = "secret";
  private static final String NOWHERE = "absent";

  /** More than the hidden topic takes, and less than others do; also as a configuration. */
  private static final List<String> BODIES =
      List.of("{}", "{\"partitions\": 0}", "no document", "x".repeat(2_000));

  private final TestServer server =
      new TestServer(
          CoreOptions.DEFAULT.withAccess(HiddenTopicsTest::allows),
          ConnectionBounds.DEFAULT,
          backend -> backend);

  private static boolean allows(Caller caller, Operation operation, Resource resource) {
    return caller.isInternal() || !Set.of(THERE, NOWHERE).contains(resource.name());
  }

  @BeforeAll
  void thereIsOneThatTakesSmallMessages() {
    Futures.await(
        server
            .core()
            .topics()
            .create(
                Caller.internal(Tenant.DEFAULT),
                new TopicName(THERE),
                3,
                TopicSettings.DEFAULT.withMaxBatchBytes(1_000)));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<Route> routesOfTopics() {
    return Routes.ALL.stream().filter(route -> route.toString().contains(" /topics/{topic}"));
  }

  private String ask(Route route, String topic, String body) throws IOException {
    String[] words =
        route
            .toString()
            .replace("{topic}", topic)
            .replace("{partition}", "2")
            .replace("{key...}", "k")
            .split(" ");
    try (var client = new RawClient(server.port())) {
      return client
          .send(
              "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(words[0], words[1], body.length(), body))
          .receive()
          .replaceFirst("date: [^\r]*\r\n", "");
    }
  }

  @ParameterizedTest
  @MethodSource("routesOfTopics")
  void theAnswerIsTheSameWhetherItIsThereOrNot(Route route) throws IOException {
    for (String body : BODIES) {
      String there = ask(route, THERE, body);
      assertThat(there).startsWith("HTTP/1.1 4");
      assertThat(there.replace(THERE, NOWHERE)).isEqualTo(ask(route, NOWHERE, body));
    }
    assertThat(server.core().topics().all())
        .extracting(topic -> topic.name().text())
        .containsExactly(THERE);
  }

  @ParameterizedTest
  @MethodSource("routesOfTopics")
  void whoeverListensHearsOfIt(Route route) throws IOException {
    server.events.clear();
    ask(route, THERE, "{}");
    assertThat(server.events)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Refused.class,
            refused -> {
              assertThat(refused.failure()).isInstanceOf(Failure.Denied.class);
              assertThat(refused.topic()).isEqualTo(THERE);
            });
  }

  @Test
  void aListHasOnlyWhatMayBeSeen() throws IOException {
    Futures.await(
        server
            .core()
            .topics()
            .findOrCreate(Caller.internal(Tenant.DEFAULT), new TopicName("open")));
    assertThat(new Browser(server.port()).get("/topics").text())
        .contains("open")
        .doesNotContain(THERE);
    Futures.await(
        server.core().topics().delete(Caller.internal(Tenant.DEFAULT), new TopicName("open")));
  }
}
