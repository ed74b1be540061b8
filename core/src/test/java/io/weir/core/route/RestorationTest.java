package io.weir.core.route;

import static io.weir.core.route.Fixture.DIRECT;
import static io.weir.core.route.Fixture.FANOUT;
import static io.weir.core.route.Fixture.HASH;
import static io.weir.core.route.Fixture.HEADERS;
import static io.weir.core.route.Fixture.TOPIC;
import static io.weir.core.route.Fixture.fleeting;
import static io.weir.core.route.Fixture.toExchange;
import static io.weir.core.route.Fixture.toQueue;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.weir.core.route.Envelope.MessageProperty;
import io.weir.core.route.ExchangeType.ConsistentHash;
import io.weir.core.route.ExchangeType.HashOn;
import io.weir.core.route.ExchangeType.ModulusHash;
import io.weir.core.route.ExchangeType.Random;
import io.weir.core.route.ExchangeType.Topic;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A topology made again from what was written of its changes. */
class RestorationTest {
  private static final Map<String, Value> ARGUMENTS =
      Map.of(
          "nothing", Value.nothing(),
          "flag", new Value.Flag(true),
          "whole", Value.of(Long.MIN_VALUE),
          "small", Value.of(7),
          "real", new Value.Real(Double.NEGATIVE_INFINITY),
          "decimal", new Value.Decimal(new BigDecimal("1.50")),
          "text", Value.of("gr\u00fcn/%\u0000\"{}"),
          "time", new Value.Time(Instant.parse("2026-02-03T04:05:06.789Z")),
          "bytes", new Value.Bytes(new byte[] {0, -1, 7}),
          "list",
              new Value.Items(
                  List.of(
                      Value.nothing(),
                      new Value.Table(Map.of("real", new Value.Real(1.0 / 3))),
                      new Value.Items(List.of()))));

  private final Fixture at = new Fixture();

  /** What lies in the journal, as text, which is what it keeps. */
  private final Map<String, String> journal = new LinkedHashMap<>();

  private void write(Answer answer) {
    write(at.change(answer));
  }

  private void write(Change change) {
    for (TopologyEntry entry : change.entries()) {
      JsonObject value = entry.value();
      if (value == null) {
        assertThat(journal.remove(entry.key())).as(entry.key()).isNotNull();
      } else {
        assertThat(journal.put(entry.key(), value.encode())).as(entry.key()).isNull();
      }
    }
  }

  private List<TopologyEntry> entries() {
    List<TopologyEntry> entries = new ArrayList<>();
    journal.forEach((key, value) -> entries.add(new TopologyEntry(key, new JsonObject(value))));
    return entries;
  }

  private static List<ExchangeType> types() {
    List<ExchangeType> types =
        new ArrayList<>(
            List.of(
                DIRECT,
                FANOUT,
                TOPIC,
                new Topic(true),
                HEADERS,
                HASH,
                new ConsistentHash(new HashOn.Header("h")),
                new ModulusHash(),
                new Random()));
    for (MessageProperty property : MessageProperty.values()) {
      types.add(new ConsistentHash(new HashOn.Property(property)));
    }
    List.copyOf(types).forEach(type -> types.add(Fixture.delayed(type)));
    return types;
  }

  @Test
  void exchangesOfEveryTypeComeBackAsTheyWere() {
    for (ExchangeType type : types()) {
      write(
          at.topology.declare(
              new Exchange("x/" + type, type, true, true, false, "alt", ARGUMENTS)));
    }
    write(at.topology.declare(new Exchange("plain", FANOUT, true, false, true, null, Map.of())));
    Restoration restored = Topology.EMPTY.restore(entries());
    assertThat(restored.topology().exchanges())
        .hasSize(types().size() + 1)
        .containsExactlyInAnyOrderElementsOf(at.topology.exchanges());
    assertThat(restored.unreadable()).isEmpty();
    assertThat(restored.orphans()).isEmpty();
  }

  @Test
  void bindingsComeBackAsTheyWereWhateverOrderTheyAreReadIn() {
    at.queues("q", "q/%");
    write(at.topology.declare(Exchange.durable("h/", HEADERS)));
    write(at.topology.declare(Exchange.durable("t", TOPIC)));
    write(at.topology.bind(toExchange("t", "h/", "a.#")));
    write(at.topology.bind(toQueue("t", "q/%", "*.b")));
    write(at.topology.bind(toQueue("h/", "q", null, ARGUMENTS)));
    for (HeaderMatch match : HeaderMatch.values()) {
      write(at.topology.bind(toQueue("h/", "q", match, ARGUMENTS)));
    }
    write(at.topology.unbind(toQueue("h/", "q", HeaderMatch.ANY, ARGUMENTS)));
    Topology base = Topology.EMPTY.withQueue("q", true).withQueue("q/%", true);
    for (List<TopologyEntry> entries : List.of(entries(), entries().reversed())) {
      Restoration restored = base.restore(entries);
      assertThat(restored.topology().bindingsFrom("h/"))
          .hasSize(4)
          .containsExactlyInAnyOrderElementsOf(at.topology.bindingsFrom("h/"));
      assertThat(restored.topology().bindingsFrom("t"))
          .containsExactlyInAnyOrderElementsOf(at.topology.bindingsFrom("t"));
      assertThat(restored.orphans()).isEmpty();
    }
  }

  @Test
  void whatWasNotDurableIsNotThere() {
    write(at.topology.declare(fleeting("f", FANOUT)));
    write(at.topology.declare(Exchange.durable("x", FANOUT)));
    at.topology = at.topology.withQueue("passing", false);
    write(at.topology.bind(toQueue("x", "passing", "")));
    write(at.topology.bind(toExchange("x", "f", "")));
    write(at.topology.bind(toExchange("f", "x", "")));
    Topology restored = Topology.EMPTY.restore(entries()).topology();
    assertThat(restored.exchanges()).containsExactly(Exchange.durable("x", FANOUT));
    assertThat(restored.bindingCount()).isZero();
  }

  @Test
  void nothingIsLeftInTheJournalOfWhatHasGone() {
    at.queues("q");
    write(at.topology.declare(Fixture.autoDelete("x", TOPIC)));
    write(at.topology.declare(Fixture.autoDelete("y", FANOUT)));
    write(at.topology.bind(toExchange("y", "x", "")));
    write(at.topology.bind(toQueue("x", "q", "a")));
    write(at.topology.bind(toQueue("x", "q", null, ARGUMENTS)));
    write(at.topology.withoutQueue("q"));
    assertThat(journal).isEmpty();
  }

  @Test
  void aBindingBetweenWhatIsNotThereAnyMoreIsToBeForgotten() {
    at.queues("q");
    write(at.topology.declare(Exchange.durable("x", TOPIC)));
    write(at.topology.declare(Exchange.durable("y", TOPIC)));
    write(at.topology.bind(toQueue("x", "q", "a")));
    write(at.topology.bind(toExchange("x", "y", "b")));
    journal.remove("exchange/y");
    Restoration restored = Topology.EMPTY.restore(entries());
    assertThat(restored.orphans())
        .containsExactlyInAnyOrder("binding/x/toQueue/q/a//", "binding/x/toExchange/y/b//");
    assertThat(restored.topology().bindingCount()).isZero();
  }

  @Test
  void whatCannotBeReadIsNamedAndStandsInNobodysWay() {
    write(at.topology.declare(Exchange.durable("x", TOPIC)));
    String written = journal.get("exchange/x");
    List<String> broken =
        List.of(
            "{}",
            written.replace("\"version\":1", "\"version\":2"),
            written.replace("\"version\":1", "\"version\":\"1\""),
            written.replace("\"entity\":\"exchange\"", "\"entity\":\"policy\""),
            written.replace("\"is\":\"topic\"", "\"is\":\"subtopic\""),
            written.replace("\"durable\":true", "\"durable\":7"),
            written.replace("\"arguments\":{}", "\"arguments\":{\"a\":{\"real\":\"x\"}}"),
            written.replace("\"arguments\":{}", "\"arguments\":{\"a\":{\"b\":1}}"),
            written.replace("\"arguments\":{}", "\"arguments\":1"),
            written.replace("\"name\":\"x\"", "\"name\":\"\""));
    for (int i = 0; i < broken.size(); i++) {
      assertThat(broken.get(i)).isNotEqualTo(written);
      journal.put("broken/" + i, broken.get(i).replace("\"x\"", "\"broken\""));
    }
    Restoration restored = Topology.EMPTY.restore(entries());
    assertThat(restored.topology().exchanges()).containsExactly(Exchange.durable("x", TOPIC));
    assertThat(restored.unreadable()).hasSize(broken.size());
  }

  @Test
  void whatIsThereBeforeStaysAsItIs() {
    write(at.topology.declare(Exchange.durable("x", TOPIC)));
    write(at.topology.declare(Exchange.durable("y", TOPIC)));
    write(at.topology.bind(toExchange("x", "y", "a")));
    Fixture base = new Fixture().exchange("x", new Topic(true)).queues("q");
    Topology restored = base.topology.restore(entries()).topology();
    assertThat(restored.exchange("x")).contains(Exchange.durable("x", new Topic(true)));
    assertThat(restored.bindingsFrom("x")).containsExactly(toExchange("x", "y", "a"));
    assertThat(restored.hasQueue("q")).isTrue();
  }

  @Test
  void anEntryThatWasForgottenIsNothing() {
    assertThat(Topology.EMPTY.restore(List.of(new TopologyEntry("exchange/x", null))).unreadable())
        .isEmpty();
  }
}
