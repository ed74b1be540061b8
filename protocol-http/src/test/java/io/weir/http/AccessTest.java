package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.access.AccessRule;
import io.weir.core.access.ResourcePattern;
import io.weir.core.access.RuleAccess;
import io.weir.core.access.Subject;
import io.weir.core.access.TenantAccess;
import io.weir.core.address.TopicName;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.testing.Futures;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is answered to who may not do what they ask. */
class AccessTest {
  private final TestServer server =
      new TestServer(
          CoreOptions.DEFAULT.withAccess(
              new RuleAccess(
                  Map.of(
                      Tenant.DEFAULT,
                      new TenantAccess(
                          true,
                          List.of(
                              allow(Operation.PUBLISH, "orders/eu/#"),
                              allow(Operation.CONSUME, "orders/eu/#")))))),
          ConnectionBounds.DEFAULT,
          backend -> backend);
  private final Browser browser = new Browser(server.port());

  private static AccessRule allow(Operation operation, String pattern) {
    return AccessRule.allow(
        Set.of(operation), new Subject.Everyone(), new ResourcePattern(Kind.TOPIC, pattern));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void publishingIsAskedForByTheAddress() {
    assertThat(browser.post("/topics/orders/eu/1", "x").status()).isEqualTo(200);
    Browser.Answer refused = browser.post("/topics/orders/us/1", "x");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().getString("detail"))
        .isEqualTo("you may not publish to 'orders/us/1'");
    assertThat(browser.post("/topics/orders?key=us", "x").status()).isEqualTo(403);
    assertThat(browser.post("/topics/orders", "x").status()).isEqualTo(403);
  }

  @Test
  void whatNobodyMayTellACallerOfIsNotThere() {
    Caller weir = Caller.internal(Tenant.DEFAULT);
    Futures.await(
        server.core().topics().create(weir, new TopicName("secret"), 1, TopicSettings.DEFAULT));
    for (String below : List.of("", "/config", "/partitions", "/partitions/0/records?offset=0")) {
      Browser.Answer hidden = browser.get("/topics/secret" + below);
      assertThat(hidden.status()).isEqualTo(404);
      assertThat(hidden.json().getString("detail")).isEqualTo("topic 'secret' does not exist");
    }
    assertThat(browser.get("/topics").text()).doesNotContain("secret");
  }

  @Test
  void aRightToSomeKeysIsNoneToReadTheTopic() {
    assertThat(browser.post("/topics/orders/eu/1", "x").status()).isEqualTo(200);
    assertThat(browser.get("/topics/orders/partitions/0/records?offset=0").status()).isEqualTo(403);
  }
}
