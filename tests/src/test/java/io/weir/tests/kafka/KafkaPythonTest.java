package io.weir.tests.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Python;
import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/**
 * kafka-python as Debian ships it, which guesses what a server is from the versions that it offers.
 */
@Tag("python-kafka")
@OnEachServer
class KafkaPythonTest {
  @Parameter Server server;

  @Test
  void whatItsProducersSendItsConsumersReceive() {
    String topic = Clients.newName("python");

    assertThat(
            LogIn.script(Python.script("kafka", "exchange.py", server.kafka(), topic))
                .within(Duration.ofSeconds(90))
                .succeed()
                .lines())
        .containsExactly(
            "created True",
            "sent 0 0",
            "sent 0 1",
            "sent 1 0",
            "sent 1 1",
            "sent 0 2",
            "0 0 'k' 'plain' [colour=red,colour=blue] 1000",
            "0 1 null '' [] 1000",
            "0 2 'u' 'привет' [] 1000",
            "1 0 'z' '" + "x".repeat(30) + "' [] 1000",
            "1 1 'gone' null [] 1000",
            "sent 1 2",
            "1 2 'later' 'later' [] 1000",
            "partitions [0, 1]",
            "begins 0 ends 3",
            "at 0",
            "sought привет");
  }
}
