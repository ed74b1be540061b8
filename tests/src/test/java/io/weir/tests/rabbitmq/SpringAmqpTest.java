package io.weir.tests.rabbitmq;

import static io.weir.tests.rabbitmq.Entities.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.SpringAmqp;
import io.weir.tests.servers.AmqpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Spring AMQP, and what Spring Boot asks a broker to see whether it is well. */
@OnEachAmqpServer
class SpringAmqpTest {
  @Parameter AmqpServer server;

  @Test
  void whatItPublishesItReceives() {
    assertThat(
            SpringAmqp.program("SpringExchange.java", server.uri(), newName("spring"))
                .succeed()
                .lines())
        .containsExactly(
            "declared 0",
            "confirmed true",
            "confirmed true",
            "confirmed true",
            "confirmed true, returned 312",
            "received good",
            "received bad",
            "received better",
            "all true",
            "dead bad rejected",
            "answer to question",
            "health UP [version]",
            "closed");
  }
}
