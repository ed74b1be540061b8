package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.core.CoreOptions;
import io.weir.core.event.Event;
import io.weir.core.limit.ConnectionLimits;
import io.weir.core.limit.Limit;
import io.weir.core.limit.LimitTree;
import io.weir.core.limit.NodeLimits;
import io.weir.core.limit.Rate;
import io.weir.core.limit.Rates;
import io.weir.core.limit.TenantLimits;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is answered to who does more than its tenant may. */
class LimitsTest {
  private final AtomicLong clock = new AtomicLong();
  private final LimitTree limits = new LimitTree(clock::get);
  private final TestServer server =
      new TestServer(
          CoreOptions.DEFAULT.withLimits(limits), ConnectionBounds.DEFAULT, backend -> backend);
  private final Browser browser = new Browser(server.port());

  @AfterEach
  void stop() {
    server.close();
  }

  private void limit(Rates publish, Rate requests, int topics) {
    limit(publish, requests, topics, Long.MAX_VALUE);
  }

  private void limit(Rates publish, Rate requests, int topics, long storageBytes) {
    TenantLimits of =
        new TenantLimits(
            publish,
            Rates.UNLIMITED,
            requests,
            Rate.UNLIMITED,
            Integer.MAX_VALUE,
            topics,
            storageBytes,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Map.of(),
            ConnectionLimits.UNLIMITED);
    limits.replace(NodeLimits.UNLIMITED, Map.of(Tenant.DEFAULT, of));
  }

  @Test
  void whoPublishesTooMuchIsToldWhenToComeBackAndMayThen() {
    limit(new Rates(new Rate(1, 2), Rate.UNLIMITED), Rate.UNLIMITED, 10);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(browser.post("/topics/orders", "1").status()).isEqualTo(200);
    assertThat(browser.post("/topics/orders", "2").status()).isEqualTo(200);
    Browser.Answer refused = browser.post("/topics/orders", "3");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("retry-after")).isEqualTo("1");
    assertThat(refused.json().getString("detail"))
        .isEqualTo("the limit of messages published of this tenant is reached");
    assertThat(server.events)
        .filteredOn(Event.Throttled.class::isInstance)
        .singleElement()
        .extracting(event -> ((Event.Throttled) event).reached().limit())
        .isEqualTo(Limit.PUBLISHED_MESSAGES);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(browser.post("/topics/orders", "3").status()).isEqualTo(200);
  }

  @Test
  void requestsHaveALimitWhateverTheyAskFor() {
    limit(Rates.UNLIMITED, new Rate(1, 1), 10);
    assertThat(browser.get("/topics").status()).isEqualTo(200);
    Browser.Answer refused = browser.get("/topics");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().getString("detail"))
        .isEqualTo("the limit of requests of this tenant is reached");
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(browser.get("/topics").status()).isEqualTo(200);
  }

  @Test
  void aTenantKeepsNoMoreThanItMayAndPublishesAgainOnceItHasDeletedSome() {
    limit(Rates.UNLIMITED, Rate.UNLIMITED, 10, 1_000);
    await().until(() -> limits.kept(Tenant.DEFAULT).isPresent());
    assertThat(browser.post("/topics/orders", "x".repeat(1_000)).status()).isEqualTo(200);
    Browser.Answer refused = browser.post("/topics/orders", "x");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().getString("type")).isEqualTo("urn:weir:limit-reached");
    assertThat(refused.json().getString("detail"))
        .isEqualTo(
            "as much is kept as there may be, 1kB; delete what is not needed, or keep it for a shorter time");
    assertThat(browser.delete("/topics/orders").status()).isEqualTo(204);
    await().until(() -> browser.post("/topics/orders", "x").status() == 200);
  }

  @Test
  void aTenantHasNoMoreTopicsThanItMay() {
    limit(Rates.UNLIMITED, Rate.UNLIMITED, 1);
    assertThat(browser.put("/topics/one", "").status()).isEqualTo(201);
    Browser.Answer refused = browser.put("/topics/two", "");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().getString("type")).isEqualTo("urn:weir:limit-reached");
    assertThat(browser.delete("/topics/one").status()).isEqualTo(204);
    assertThat(browser.put("/topics/two", "").status()).isEqualTo(201);
  }
}
