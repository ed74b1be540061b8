package io.weir.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.weir.core.address.TopicName;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.http.command.Budget;
import io.weir.record.BatchBuilder;
import io.weir.record.Compression;
import io.weir.testing.Futures;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The memory that all requests and replies under way may take together. */
class BudgetTest {
  private static final int BUDGET = 100_000;

  private TestServer server;
  private Browser browser;

  @BeforeEach
  void start() {
    server = new TestServer(new Budget(BUDGET));
    browser = new Browser(server.port());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsHeldByOthersIsNotThereForMore() throws IOException {
    try (var holder = new RawClient(server.port())) {
      holder.send(
          "POST /topics/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
              + "x".repeat(59_999));
      await()
          .untilAsserted(
              () -> {
                Browser.Answer refused = browser.post("/topics/x", "y".repeat(50_000));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("retry-after")).isEqualTo("1");
              });
      assertThat(browser.post("/topics/x", "small").status()).isEqualTo(200);
      assertThat(holder.send("x").receive()).startsWith("HTTP/1.1 200 ");
    }
    // Given back a moment after the answer.
    await()
        .untilAsserted(
            () ->
                assertThat(browser.post("/topics/x", "y".repeat(90_000)).status()).isEqualTo(200));
  }

  @Test
  void everyWayOutGivesBackWhatWasTaken() throws IOException {
    String half = "x".repeat(BUDGET / 2);
    for (int i = 0; i < 5; i++) {
      assertThat(browser.post("/topics/ways", half).status()).isEqualTo(200);
      assertThat(browser.post("/topics/ways?what=", half).status()).isEqualTo(400);
      assertThat(browser.post("/topics/ways", "x".repeat(BUDGET + 1)).status()).isEqualTo(503);
      String records = "/topics/ways/partitions/0/records?offset=" + i + "&max_bytes=1";
      // Given back a moment after the answer, or after the client has gone.
      await().untilAsserted(() -> assertThat(browser.get(records).status()).isEqualTo(200));
      try (var leaver = new RawClient(server.port())) {
        leaver.send(
            "POST /topics/ways HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
                + half);
      }
    }
    await()
        .untilAsserted(
            () ->
                assertThat(browser.post("/topics/ways", "x".repeat(BUDGET - 1)).status())
                    .isEqualTo(200));
  }

  @Test
  void aPageCountsWithWhatACompressedBatchHasBecomeInIt() {
    BatchBuilder batch = BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT, Compression.GZIP);
    for (int i = 0; i < 20; i++) {
      batch.add(1, null, Unpooled.copiedBuffer("z".repeat(10_000), UTF_8), List.of());
    }
    Caller caller = Caller.internal(Tenant.DEFAULT);
    Topic topic =
        Futures.await(server.core().topics().findOrCreate(caller, new TopicName("zipped")));
    Futures.await(server.core().publisher().publishBatch(caller, topic, 0, batch.build()));
    String records = "/topics/zipped/partitions/0/records?max_bytes=";
    assertThat(browser.get(records + 2 * BUDGET).status()).isEqualTo(503);
    assertThat(browser.get(records + BUDGET / 2).status()).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(browser.post("/topics/zipped", "x".repeat(BUDGET - 1)).status())
                    .isEqualTo(200));
  }
}
