package io.weir.tests.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Node;
import io.weir.tests.servers.OnEachServer;
import io.weir.tests.servers.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

@Tag("kafkajs")
@OnEachServer
class KafkaJsTest {
  @Parameter Server server;

  @Test
  void whatItsProducersSendItsConsumersReceive() {
    String topic = Clients.newName("kafkajs");

    assertThat(LogIn.script(Node.script("exchange.js", server.kafka(), topic)).succeed().lines())
        .containsExactly(
            "created true",
            "sent to 0 from 0",
            "sent to 1 from 0",
            "sent to 0 from 2",
            "0 0 \"k\" \"plain\" [colour=red,shape=round]",
            "0 1 null \"\" []",
            "0 2 \"i\" \"idempotent\" []",
            "1 0 \"z\" \"" + "x".repeat(30) + "\" []",
            "1 1 \"gone\" null []",
            "sent to 1 from 2",
            "1 2 \"later\" \"привет\" []");
  }

  @Test
  void itsAdminClientManagesTopicsAndOffsets() {
    String topic = Clients.newName("kafkajs-admin");

    assertThat(LogIn.script(Node.script("admin.js", server.kafka(), topic)).succeed().lines())
        .containsExactly(
            "created true",
            "created again false",
            "listed true",
            "partitions 0,1,2",
            "ends 0:0-0 1:0-2 2:0-0",
            "at 5500 1",
            "config cleanup.policy=delete default true",
            "config retention.ms=86400000 default false",
            "brokers true",
            "cluster id true",
            "committed 0:-1 1:1 2:-1",
            "deleted");
  }
}
