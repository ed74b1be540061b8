package io.weir.tests.rabbitmq;

import static io.weir.tests.rabbitmq.Entities.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.weir.tests.programs.Command;
import io.weir.tests.programs.Outcome;
import io.weir.tests.servers.AmqpServer;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** The command line tools of rabbitmq-c. */
@Tag("amqp-tools")
@OnEachAmqpServer
class AmqpToolsTest {
  @Parameter AmqpServer server;

  @Test
  void whatIsPublishedIsGotAndConsumed() {
    String queue = newName("tools");

    assertThat(tool("amqp-declare-queue", "-d", "-q", queue).succeed().lines())
        .containsExactly(queue);
    for (String body : new String[] {"one", "two", "three"}) {
      tool("amqp-publish", "-p", "-r", queue, "-b", body).succeed();
    }
    assertThat(tool("amqp-get", "-q", queue).succeed().text()).isEqualTo("one");
    assertThat(tool("amqp-consume", "-q", queue, "-c", "2", "cat").succeed().text())
        .isEqualTo("twothree");
    assertThat(tool("amqp-get", "-q", queue).run().exit()).isEqualTo(2);
    assertThat(tool("amqp-delete-queue", "-q", queue).succeed().lines()).containsExactly("0");
  }

  @Test
  void whatIsPublishedToAnExchangeReachesAQueueThatIsBound() throws Exception {
    String queue = newName("bound");

    try (var consuming =
        tool("amqp-consume", "-q", queue, "-e", "amq.topic", "-r", "a.#", "-A", "-c", "1", "cat")
            .start()) {
      awaitConsumer(queue); // what comes before the binding is lost
      tool("amqp-publish", "-e", "amq.topic", "-r", "a.b", "-b", "topical").succeed();
      assertThat(consuming.end().succeeded().text()).isEqualTo("topical");
    }
    tool("amqp-delete-queue", "-q", queue).succeed();
  }

  @Test
  void aQueueThatIsNotThereIsSaid() {
    Outcome outcome = tool("amqp-get", "-q", newName("none")).run();

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.errors()).contains("server channel error 404", "NOT_FOUND - no queue");
  }

  /** It consumes once the queue is there and bound. */
  private void awaitConsumer(String queue) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(server.uri());
    try (Connection connection = factory.newConnection("tests")) {
      await().until(() -> hasConsumer(connection, queue));
    }
  }

  private static boolean hasConsumer(Connection connection, String queue) throws IOException {
    Channel channel = connection.createChannel();
    try {
      boolean is = channel.queueDeclarePassive(queue).getConsumerCount() > 0;
      channel.abort();
      return is;
    } catch (IOException notThereYet) { // and the channel is closed with that
      return false;
    }
  }

  private Command tool(String name, String... arguments) {
    return Command.of(name, "--url=" + server.uri()).and(arguments);
  }
}
