package io.weir.tests.rabbitmq;

import static io.weir.tests.rabbitmq.Entities.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Python;
import io.weir.tests.servers.AmqpServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** The clients for Python as Debian ships them: pika, kombu, and Celery on top of that. */
@Tag("python-amqp")
@OnEachAmqpServer
class PythonClientsTest {
  @Parameter AmqpServer server;

  @Test
  void whatPikaPublishesItReceives() {
    assertThat(lines("pika", "pika_exchange.py"))
        .containsExactly(
            "declared 0 0",
            "confirmed",
            "returned 312 back",
            "1 False body 0 0 {'number': 0, 'even': True}",
            "2 False body 1 1 {'number': 1, 'even': False}",
            "3 False body 2 2 {'number': 2, 'even': True}",
            "4 False body 3 3 {'number': 3, 'even': False}",
            "left 0",
            "dead body 1 rejected True 1",
            "got None",
            "answered 7 answer to question",
            "closed");
  }

  @Test
  void whatKombuPublishesItReceives() {
    assertThat(lines("kombu", "kombu_exchange.py"))
        .containsExactly(
            "published",
            "{'number': 0} 0 application/json False",
            "{'number': 1} 1 application/json False",
            "{'number': 1} 1 application/json True",
            "{'number': 2} 2 application/json False",
            "dead {'number': 1} rejected",
            "simply",
            "deleted");
  }

  @Test
  void whatIsAskedOfCeleryAWorkerDoes() {
    assertThat(lines("celery", "celery_exchange.py"))
        .containsExactly(
            "sum 5",
            "chain 13",
            "group [0, 2, 4, 6, 8]",
            "retries 2",
            "failure ValueError('as it should')",
            "pong [[{'ok': 'pong'}]]",
            "ended 0");
  }

  private List<String> lines(String imported, String script) {
    return Python.script(imported, script, server.uri(), newName(imported))
        // Modules that are imported lie among the sources.
        .environment("PYTHONDONTWRITEBYTECODE", "1")
        .within(Duration.ofSeconds(150))
        .succeed()
        .lines();
  }
}
