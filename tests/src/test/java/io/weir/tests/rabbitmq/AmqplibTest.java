package io.weir.tests.rabbitmq;

import static io.weir.tests.rabbitmq.Entities.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Node;
import io.weir.tests.servers.AmqpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

@Tag("amqplib")
@OnEachAmqpServer
class AmqplibTest {
  @Parameter AmqpServer server;

  @Test
  void whatItPublishesItReceives() {
    assertThat(Node.script("amqplib.js", server.uri(), newName("amqplib")).succeed().lines())
        .containsExactly(
            "declared 0 0",
            "confirmed",
            "returned 312 back",
            "1 false body 0 0 0",
            "2 false body 1 1 1",
            "3 false body 2 2 2",
            "4 false body 3 3 3",
            "dead body 1 rejected true 1",
            "got false",
            "answered 7 answer to question",
            "clash 406",
            "closed");
  }
}
