package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {
  private static final TestServer SERVER = new TestServer();
  private static final Browser BROWSER = new Browser(SERVER.port());

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  @Exercises({"PUT /topics/{topic}", "GET /topics/{topic}"})
  void aTopicIsCreatedWithWhatTheBodySaysAndStandardsForTheRest() {
    Browser.Answer created =
        BROWSER.put(
            "/topics/made",
            "{\"partitions\": 3, \"retention\": \"1h\", \"durability\": \"async\"}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json())
        .isEqualTo(
            new JsonObject()
                .put("topic", "made")
                .put("id", created.json().getString("id"))
                .put("partitions", 3)
                .put(
                    "config",
                    new JsonObject()
                        .put("partitions", 3)
                        .put("durability", "async")
                        .put("retention", "1h")
                        .put("retentionBytes", "unlimited")
                        .put("cleanup", "delete")
                        .put(
                            "compaction",
                            new JsonObject()
                                .put("minLag", "0ms")
                                .put("maxLag", "unlimited")
                                .put("tombstones", "1d")
                                .put("dirtyRatio", 0.5))
                        .put("maxBatch", "1048588B")));
    Browser.Answer described = BROWSER.get("/topics/made");
    assertThat(described.status()).isEqualTo(200);
    assertThat(described.json()).isEqualTo(created.json());
  }

  @Test
  void creatingWhatIsThereIsNoFailureUnlessItIsSomethingElse() {
    assertThat(BROWSER.put("/topics/again", "{\"partitions\": 2}").status()).isEqualTo(201);
    assertThat(BROWSER.put("/topics/again", "{\"partitions\": 2}").status()).isEqualTo(200);
    Browser.Answer other = BROWSER.put("/topics/again", "{\"partitions\": 3}");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().getString("detail"))
        .startsWith("topic 'again' exists already, with {\"partitions\":2,")
        .endsWith("PATCH /topics/{topic}/config changes it");
  }

  @Test
  @Exercises("DELETE /topics/{topic}")
  void aDeletedTopicIsGoneWithEverythingInIt() {
    BROWSER.post("/topics/deleted", "x");
    assertThat(BROWSER.delete("/topics/deleted").status()).isEqualTo(204);
    assertThat(BROWSER.get("/topics/deleted").status()).isEqualTo(404);
    assertThat(BROWSER.delete("/topics/deleted").status()).isEqualTo(404);
    assertThat(BROWSER.post("/topics/deleted", "x").json().getLong("offset")).isZero();
  }

  @Test
  @Exercises("GET /topics")
  void topicsAreListedInOrderAPageAtATime() {
    try (var server = new TestServer()) {
      var browser = new Browser(server.port());
      for (String name : List.of("c", "a", "b%20%26", "d")) {
        browser.put("/topics/" + name, "");
      }
      assertThat(browser.get("/topics").json())
          .isEqualTo(new JsonObject().put("topics", new JsonArray(List.of("a", "b &", "c", "d"))));
      JsonObject page = browser.get("/topics?limit=2").json();
      assertThat(page.getJsonArray("topics")).isEqualTo(new JsonArray(List.of("a", "b &")));
      JsonObject next = browser.get(page.getString("next")).json();
      assertThat(next).isEqualTo(new JsonObject().put("topics", new JsonArray(List.of("c", "d"))));
    }
  }

  @Test
  @Exercises({"GET /topics/{topic}/config", "PATCH /topics/{topic}/config"})
  void aPatchChangesWhatItSaysAndNothingElse() {
    BROWSER.put("/topics/patched", "{\"retention\": \"1h\"}");
    Browser.Answer changed =
        BROWSER.patch("/topics/patched/config", "{\"partitions\": 4, \"retentionBytes\": \"1GB\"}");
    assertThat(changed.status()).isEqualTo(200);
    JsonObject config = BROWSER.get("/topics/patched/config").json();
    assertThat(config).isEqualTo(changed.json());
    assertThat(config.getInteger("partitions")).isEqualTo(4);
    assertThat(config.getString("retention")).isEqualTo("1h");
    assertThat(config.getString("retentionBytes")).isEqualTo("1GB");
  }

  @Test
  @Exercises("PUT /topics/{topic}/config")
  void aReplacedConfigurationIsStandardButForWhatIsSaid() {
    BROWSER.put("/topics/replaced", "{\"partitions\": 2, \"retention\": \"1h\"}");
    Browser.Answer replaced = BROWSER.put("/topics/replaced/config", "{\"maxBatch\": \"2MiB\"}");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.json().getInteger("partitions")).isEqualTo(2);
    assertThat(replaced.json().getString("retention")).isEqualTo("7d");
    assertThat(replaced.json().getString("maxBatch")).isEqualTo("2MiB");
  }

  @Test
  void whatGetConfigSaysPutConfigTakes() {
    BROWSER.put(
        "/topics/mirrored",
        """
        {"retention": "forever", "cleanup": "compact",
         "compaction": {"minLag": "1s", "maxLag": "1h", "tombstones": "2h", "dirtyRatio": 0.25}}
        """);
    String config = BROWSER.get("/topics/mirrored/config").text();
    assertThat(new JsonObject(config).getJsonObject("compaction").getString("maxLag"))
        .isEqualTo("1h");
    assertThat(BROWSER.put("/topics/mirrored/config", config).text()).isEqualTo(config);
  }

  @Test
  @Exercises("GET /topics/{topic}/partitions")
  void partitionsAreListedWithTheirEnds() {
    BROWSER.put("/topics/parts", "{\"partitions\": 2}");
    int partition = BROWSER.post("/topics/parts/k", "x").json().getInteger("partition");
    JsonArray partitions =
        BROWSER.get("/topics/parts/partitions").json().getJsonArray("partitions");
    assertThat(partitions).hasSize(2);
    assertThat(partitions.getJsonObject(partition))
        .isEqualTo(
            new JsonObject()
                .put("partition", partition)
                .put("beginningOffset", 0)
                .put("endOffset", 1));
    assertThat(partitions.getJsonObject(1 - partition).getLong("endOffset")).isZero();
  }

  @Test
  @Exercises("GET /")
  void whoLooksAroundIsToldWhatThereIs() {
    Browser.Answer welcome = BROWSER.get("/");
    assertThat(welcome.status()).isEqualTo(200);
    assertThat(welcome.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(welcome.text())
        .contains(
            "POST   /topics/{topic}/{key...}",
            "GET    /topics/{topic}/partitions/{partition}/records?offset=&max_bytes=&wait=");
  }

  @Test
  void headIsGetWithoutTheBody() {
    BROWSER.put("/topics/headed", "");
    Browser.Answer get = BROWSER.get("/topics/headed");
    Browser.Answer head = BROWSER.method("HEAD", "/topics/headed");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
    assertThat(head.header("content-length")).isEqualTo(get.header("content-length"));
    assertThat(BROWSER.method("HEAD", "/topics/unheard").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/topics | GET, HEAD, OPTIONS",
        "/topics/orders | POST, GET, HEAD, PUT, DELETE, OPTIONS",
        "/topics/orders/config | GET, HEAD, PUT, PATCH, OPTIONS",
        "/topics/orders/key/of/it | POST, OPTIONS",
      })
  void optionsAndRefusedMethodsSayWhatWorks(String path, String allowed) {
    Browser.Answer options = BROWSER.method("OPTIONS", path);
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("allow")).isEqualTo(allowed);
    assertThat(options.response().headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    Browser.Answer refused = BROWSER.method("BREW", path);
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.header("allow")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"partitons\": 3} | 400 | 'partitons' is no setting of a topic; there are partitions, durability, retention, retentionBytes, cleanup, compaction, maxBatch",
        "{\"compaction\": 7} | 400 | compaction: expected an object, found 7",
        "{\"compaction\": {\"lag\": \"1s\"}} | 400 | 'compaction.lag' is no setting of a topic; there are minLag, maxLag, tombstones, dirtyRatio",
        "{\"compaction\": {\"minLag\": 5}} | 400 | compaction.minLag: expected text, found 5",
        "{\"compaction\": {\"maxLag\": \"0s\"}} | 400 | compaction.maxLag: the greatest lag is at least 1ms",
        "{\"compaction\": {\"minLag\": \"2s\", \"maxLag\": \"1s\"}} | 400 | the least lag of compaction, 2000 ms, is greater than the greatest, 1000 ms",
        "{\"compaction\": {\"dirtyRatio\": 2}} | 400 | compaction.dirtyRatio: expected a number from 0 to 1, found 2",
        "{\"partitions\": \"3\"} | 400 | partitions: expected a whole number, found '3'",
        "{\"partitions\": 0} | 400 | partition",
        "{\"retention\": 7} | 400 | retention: expected text, found 7",
        "{\"retention\": \"7 days\"} | 400 | retention: expected a whole number and a unit (ms, s, m, h or d), for example 7d, found '7 days'",
        "{\"retentionBytes\": \"lots\"} | 400 | retentionBytes: expected a whole number and a unit",
        "{\"durability\": \"asinc\"} | 400 | durability: expected one of sync, async, memory, found 'asinc'",
        "{\"maxBatch\": \"5GB\"} | 400 | maxBatch: 5GB is more than a batch can have",
        "[1] | 400 | the body is not a JSON object",
        "{\"partitions\": | 400 | the body is not a JSON object",
      })
  void whatATopicCannotBeIsRefusedWithASentence(String body, int status, String detail) {
    Browser.Answer refused = BROWSER.put("/topics/never", body);
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
    assertThat(refused.json().getString("type")).isEqualTo("urn:weir:invalid-request");
    assertThat(refused.json().getString("detail")).contains(detail);
    assertThat(BROWSER.get("/topics/never").status()).isEqualTo(404);
  }

  @Test
  void aDocumentLargerThanAnyIsRefused() {
    assertThat(BROWSER.put("/topics/never", " ".repeat(70_000)).status()).isEqualTo(413);
  }
}
