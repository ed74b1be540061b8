package io.weir.core.route;

import static io.weir.core.route.Fixture.HASH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.core.route.Envelope.MessageProperty;
import io.weir.core.route.ExchangeType.ConsistentHash;
import io.weir.core.route.ExchangeType.HashOn;
import io.weir.core.route.ExchangeType.ModulusHash;
import io.weir.core.route.ExchangeType.Random;
import io.weir.core.route.Fixture.Letter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges that choose one of their destinations. */
class SpreadingTest {
  private static final int KEYS = 20_000;

  private final Fixture at = new Fixture();

  @Test
  void eachDestinationOfAConsistentHashHasAShareByItsWeight() {
    at.exchange("x", HASH).bind("x", "a", "1").bind("x", "b", "2").bind("x", "c", "3");
    at.exchange("y", HASH).chain("x", "y", "4").bind("y", "y", "1");
    Map<String, Integer> counts = counts(placed());
    assertThat(counts.get("a")).isCloseTo(KEYS / 10, within(KEYS / 100));
    assertThat(counts.get("b")).isCloseTo(2 * KEYS / 10, within(KEYS / 100));
    assertThat(counts.get("c")).isCloseTo(3 * KEYS / 10, within(KEYS / 100));
    assertThat(counts.get("y")).isCloseTo(4 * KEYS / 10, within(KEYS / 100));
  }

  @Test
  void aQueueAndAnExchangeOfOneNameHaveSharesOfTheirOwn() {
    at.exchange("x", HASH).exchange("same", HASH).bind("x", "same", "1").chain("x", "same", "1");
    at.bind("same", "behind", "1");
    assertThat(counts(placed()).get("same")).isCloseTo(KEYS / 2, within(KEYS / 50));
  }

  @Test
  void severalBindingsOfAQueueAddUpTheirWeights() {
    at.exchange("x", HASH).bind("x", "a", "1").bind("x", "a", "2").bind("x", "b", "3");
    assertThat(counts(placed()).get("a")).isCloseTo(KEYS / 2, within(KEYS / 100));
    at.unbind("x", "a", "2");
    assertThat(counts(placed()).get("a")).isCloseTo(KEYS / 4, within(KEYS / 100));
  }

  @Test
  void aQueueThatGoesGivesUpItsShareAndNothingElseMoves() {
    at.exchange("x", HASH);
    List.of("a", "b", "c", "d").forEach(queue -> at.bind("x", queue, "2"));
    Map<String, String> before = placed();
    at.unbind("x", "b", "2");
    Map<String, String> after = placed();
    before.forEach(
        (key, queue) -> {
          if (!queue.equals("b")) {
            assertThat(after.get(key)).isEqualTo(queue);
          }
        });
    assertThat(counts(after)).containsOnlyKeys("a", "c", "d");
    assertThat(counts(after).values())
        .allSatisfy(count -> assertThat(count).isCloseTo(KEYS / 3, within(KEYS / 50)));
  }

  @Test
  void aQueueThatComesTakesItsShareAndNothingElseMoves() {
    at.exchange("x", HASH);
    List.of("a", "b", "c").forEach(queue -> at.bind("x", queue, "1"));
    Map<String, String> before = placed();
    at.bind("x", "d", "1");
    Map<String, String> after = placed();
    before.forEach((key, queue) -> assertThat(after.get(key)).isIn(queue, "d"));
    assertThat(counts(after).get("d")).isCloseTo(KEYS / 4, within(KEYS / 50));
  }

  @Test
  void aQueueThatWeighsMoreLosesNothing() {
    at.exchange("x", HASH).bind("x", "a", "1").bind("x", "b", "1");
    Map<String, String> before = placed();
    at.unbind("x", "a", "1").bind("x", "a", "2");
    Map<String, String> after = placed();
    before.forEach((key, queue) -> assertThat(after.get(key)).isIn(queue, "a"));
  }

  @Test
  void theOrderInWhichBindingsCameChangesNothing() {
    at.exchange("x", HASH);
    List.of("a", "b", "c", "d", "e").forEach(queue -> at.bind("x", queue, "1"));
    Fixture other = new Fixture().exchange("x", HASH);
    List.of("gone", "e", "c", "a", "d", "b").forEach(queue -> other.bind("x", queue, "1"));
    other.unbind("x", "gone", "1");
    for (int i = 0; i < 1_000; i++) {
      assertThat(other.route("x", "key" + i)).isEqualTo(at.route("x", "key" + i));
    }
  }

  @Test
  void whereKeysGoIsTheSameInEveryRelease() {
    at.exchange("x", HASH).exchange("m", new ModulusHash());
    for (String queue : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
      at.bind("x", queue, "1").bind("m", queue, "");
    }
    StringBuilder consistent = new StringBuilder();
    StringBuilder modulus = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      consistent.append(at.route("x", "order-" + i).iterator().next());
      modulus.append(at.route("m", "order-" + i).iterator().next());
    }
    assertThat(consistent).hasToString("gabahefegdfbgace");
    assertThat(modulus).hasToString("dbfgbgabegehchcg");
  }

  @Test
  void onlyTheFirstKeyIsHashed() {
    at.exchange("x", HASH);
    List.of("a", "b", "c", "d").forEach(queue -> at.bind("x", queue, "1"));
    for (int i = 0; i < 100; i++) {
      assertThat(at.route("x", Letter.keys("k", "other" + i)).queues())
          .isEqualTo(at.route("x", "k"));
    }
  }

  @Test
  void messagesCanBeAlikeInAHeader() {
    at.exchange("x", new ConsistentHash(new HashOn.Header("device")));
    List.of("a", "b", "c", "d").forEach(queue -> at.bind("x", queue, "1"));
    Map<Value, Set<String>> queues = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      for (Value value : List.of(Value.of("d" + i), Value.of(i), new Value.Real(i / 4.0))) {
        Letter letter = Letter.headers(Map.of("device", value));
        queues.put(value, at.route("x", letter).queues());
        assertThat(at.route("x", letter.withKeys("another")).queues()).isEqualTo(queues.get(value));
      }
    }
    assertThat(Set.copyOf(queues.values())).hasSize(4);
  }

  @Test
  void messagesWithoutTheHeaderAllGoToOneQueue() {
    at.exchange("x", new ConsistentHash(new HashOn.Header("device")));
    List.of("a", "b", "c", "d").forEach(queue -> at.bind("x", queue, "1"));
    Set<String> one = at.route("x", "k0");
    assertThat(one).hasSize(1);
    for (int i = 0; i < 100; i++) {
      assertThat(at.route("x", "k" + i)).isEqualTo(one);
    }
  }

  @Test
  void messagesCanBeAlikeInAProperty() {
    for (MessageProperty property : MessageProperty.values()) {
      String name = "by " + property;
      at.exchange(name, new ConsistentHash(new HashOn.Property(property)));
      List.of("a", "b", "c", "d").forEach(queue -> at.bind(name, queue, "1"));
      Set<Set<String>> places = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        places.add(at.route(name, Letter.property(property, Value.of("id" + i))).queues());
      }
      assertThat(places).as(name).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "heavy", "1.5", "99999999999999999999"})
  void aWeightIsAWholeNumberFromOne(String key) {
    at.exchange("x", HASH).queues("q");
    assertThat(at.topology.bind(Fixture.toQueue("x", "q", key)))
        .isInstanceOfSatisfying(
            Answer.Invalid.class,
            invalid -> assertThat(invalid.reason()).contains("'" + key + "'"));
    at.exchange("later", Fixture.delayed(HASH));
    assertThat(at.topology.bind(Fixture.toQueue("later", "q", key)))
        .isInstanceOf(Answer.Invalid.class);
  }

  @Test
  void aModulusHashGivesEachBindingTheSameShare() {
    at.exchange("x", new ModulusHash());
    at.bind("x", "a", "").bind("x", "b", "anything").bind("x", "b", "else").bind("x", "c", "");
    Map<String, Integer> counts = counts(placed());
    assertThat(counts.get("a")).isCloseTo(KEYS / 4, within(KEYS / 50));
    assertThat(counts.get("b")).isCloseTo(KEYS / 2, within(KEYS / 50));
    assertThat(counts.get("c")).isCloseTo(KEYS / 4, within(KEYS / 50));
    assertThat(placed()).isEqualTo(placed());
  }

  @Test
  void aModulusHashIsOfAllKeys() {
    at.exchange("x", new ModulusHash());
    List.of("a", "b", "c", "d").forEach(queue -> at.bind("x", queue, ""));
    Set<Set<String>> places = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      places.add(at.route("x", Letter.keys("k", "other" + i)).queues());
    }
    assertThat(places).hasSize(4);
  }

  @Test
  void aRandomExchangeChoosesOneAndInTimeEveryOne() {
    at.exchange("x", new Random());
    List.of("a", "b", "c", "d").forEach(queue -> at.bind("x", queue, ""));
    Set<String> chosen = new HashSet<>();
    for (int i = 0; i < 2_000; i++) { // one is left out once in 10^249
      Set<String> queues = at.route("x", "k");
      assertThat(queues).hasSize(1);
      chosen.addAll(queues);
    }
    assertThat(chosen).containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  void withoutBindingsNothingIsChosen() {
    at.exchange("x", HASH).exchange("y", new ModulusHash()).exchange("z", new Random());
    assertThat(at.route("x", "k")).isEmpty();
    assertThat(at.route("y", "k")).isEmpty();
    assertThat(at.route("z", "k")).isEmpty();
  }

  private Map<String, String> placed() {
    Map<String, String> placed = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      Set<String> queues = at.route("x", "key" + i);
      assertThat(queues).hasSize(1);
      placed.put("key" + i, queues.iterator().next());
    }
    return placed;
  }

  private static Map<String, Integer> counts(Map<String, String> placed) {
    Map<String, Integer> counts = new HashMap<>();
    placed.values().forEach(queue -> counts.merge(queue, 1, Integer::sum));
    return counts;
  }
}
