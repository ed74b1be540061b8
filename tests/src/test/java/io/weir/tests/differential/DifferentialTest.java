package io.weir.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.servers.AmqpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each script, held with all servers at the same time. */
@Tag("rabbitmq")
class DifferentialTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void everyServerAnswersAsWritten(Script script) throws Exception {
    List<Transcript> transcripts = hold(script);

    assertThat(transcripts)
        .as(() -> Transcript.beside(transcripts))
        .allMatch(Transcript::isAsWritten);
  }

  /** Those for which there is a server. */
  static Stream<Script> scripts() {
    return Scripts.all().stream().filter(script -> !servers(script).isEmpty());
  }

  private static List<AmqpServer> servers(Script script) {
    return Stream.of(AmqpServer.values()).filter(script.audience()::has).toList();
  }

  private static List<Transcript> hold(Script script) throws Exception {
    List<Callable<Transcript>> conversations =
        servers(script).stream()
            .<Callable<Transcript>>map(server -> () -> Conversation.of(script, server))
            .toList();
    List<Transcript> transcripts = new ArrayList<>();
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Transcript> one : together.invokeAll(conversations)) {
        transcripts.add(one.get());
      }
    }
    return transcripts;
  }
}
