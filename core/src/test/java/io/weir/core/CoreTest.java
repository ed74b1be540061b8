package io.weir.core;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.message;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.weir.backend.Capabilities;
import io.weir.backend.Durability;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.publish.Receipt;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoreTest {
  private final TestCore test = new TestCore();

  @AfterEach
  void end() {
    test.close();
  }

  @Test
  void whatIsPublishedIsReadAlsoAfterACrash() {
    Receipt first = publish("orders/7", "hello");
    Receipt second = publish("orders", "world");
    test.crash();

    assertThat(first.offset()).isEqualTo(0);
    assertThat(second.offset()).isEqualTo(1);
    var orders = test.core().topics().find(ALICE.tenant(), new TopicName("orders")).orElseThrow();
    assertThat(test.messages(orders, 0)).containsExactly("7=hello", "-=world");
  }

  @Test
  void theClusterKeepsItsId() {
    var id = test.core().cluster();
    test.restart();
    assertThat(test.core().cluster()).isEqualTo(id);
    test.crash();
    assertThat(test.core().cluster()).isEqualTo(id);
  }

  @Test
  void theSecretIsKeptWithTheData() {
    byte[] secret = test.running().secret();
    assertThat(secret).hasSize(32).isNotEqualTo(new byte[32]);
    test.restart();
    assertThat(test.running().secret()).isEqualTo(secret);
    test.crash();
    assertThat(test.running().secret()).isEqualTo(secret);
    try (TestCore other = new TestCore()) {
      assertThat(other.running().secret()).isNotEqualTo(secret);
    }
  }

  @Test
  void dataWithoutASecretGetsOneAndKeepsItsId() {
    var id = test.core().cluster();
    var journal = await(MetadataJournal.open(test.core().state()));
    var before = new JsonObject().put("version", 1).put("id", id.toString());
    await(journal.put("cluster", before));
    await(journal.close());

    test.crash();
    byte[] secret = test.running().secret();
    assertThat(secret).hasSize(32);
    assertThat(test.core().cluster()).isEqualTo(id);
    test.crash();
    assertThat(test.running().secret()).isEqualTo(secret);
  }

  @Test
  void aClosedCoreTakesNothingMore() {
    await(test.running().close());
    assertThatThrownBy(() -> publish("orders", "late")).isInstanceOf(Failure.Unavailable.class);
    await(test.running().close());
  }

  @Test
  void aClosedCoreChangesNoTopics() {
    var core = test.core();
    await(test.running().close());
    var created = core.topics().create(ALICE, new TopicName("late"), 1, TopicSettings.DEFAULT);
    assertThatThrownBy(() -> await(created)).isInstanceOf(Failure.Unavailable.class);
    assertThat(await(test.backend().topics().list())).hasSize(1);
  }

  @Test
  void dataOfANewerWeirIsNotOpened() {
    var state = test.core().state();
    var journal = await(MetadataJournal.open(state));
    await(journal.put("cluster", new JsonObject().put("version", 2)));
    await(journal.close());

    var start = RunningCore.start(test.vertx, test.backend(), CoreOptions.DEFAULT);
    assertThatThrownBy(() -> await(start))
        .isInstanceOf(Failure.Unsupported.class)
        .hasMessageContaining("newer Weir");
    var again = await(MetadataJournal.open(state));
    await(again.remove("cluster"));
    assertThat(await(RunningCore.start(test.vertx, test.backend(), CoreOptions.DEFAULT)).core())
        .isNotNull();
  }

  @Test
  void theMetadataIsRenewedWhereTheLogForgets() {
    var forgetful = new Capabilities(Set.of(), Set.of(Durability.SYNC), 1 << 20, 200);
    try (TestCore aging = new TestCore(CoreOptions.DEFAULT, Interposed.declaring(forgetful))) {
      var metadata = await(aging.backend().topics().list()).getFirst();
      assertThat(metadata.settings().retention().millis()).isEqualTo(200);
      Awaitility.await()
          .until(
              () ->
                  await(aging.backend().log().offsets(new TopicPartition(metadata.id(), 0)))
                          .logStart()
                      > 2);
    }
  }

  private Receipt publish(String address, String body) {
    return await(test.core().publisher().publish(ALICE, Address.parse(address), message(body)));
  }
}
