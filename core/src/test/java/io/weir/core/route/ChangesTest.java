package io.weir.core.route;

import static io.weir.core.route.Fixture.DIRECT;
import static io.weir.core.route.Fixture.FANOUT;
import static io.weir.core.route.Fixture.TOPIC;
import static io.weir.core.route.Fixture.autoDelete;
import static io.weir.core.route.Fixture.fleeting;
import static io.weir.core.route.Fixture.toExchange;
import static io.weir.core.route.Fixture.toQueue;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What changes change, and what is to be written of it. */
class ChangesTest {
  private final Fixture at = new Fixture();

  @Test
  void aDurableExchangeIsWritten() {
    Change change = at.change(at.topology.declare(Exchange.durable("x", TOPIC)));
    assertThat(change.added()).containsExactly(Exchange.durable("x", TOPIC));
    assertThat(change.removed()).isEmpty();
    assertThat(written(change)).containsExactly("exchange/x");
    Change deletion = at.change(at.topology.delete("x", false));
    assertThat(deletion.removed()).containsExactly(Exchange.durable("x", TOPIC));
    assertThat(forgotten(deletion)).containsExactly("exchange/x");
  }

  @Test
  void whatDoesNotOutliveARestartIsNotWritten() {
    Change change = at.change(at.topology.declare(fleeting("x", TOPIC)));
    assertThat(change.added()).containsExactly(fleeting("x", TOPIC));
    assertThat(change.entries()).isEmpty();
    assertThat(at.change(at.topology.delete("x", false)).entries()).isEmpty();
  }

  @Test
  void aBindingIsWrittenWhereBothItsEndsAreDurable() {
    at.exchange("x", TOPIC).exchange(fleeting("f", TOPIC)).queues("q");
    at.topology = at.topology.withQueue("passing", false);
    assertThat(written(at.change(at.topology.bind(toQueue("x", "q", "a.b")))))
        .containsExactly("binding/x/toQueue/q/a.b//");
    assertThat(written(at.change(at.topology.bind(toQueue("x", "passing", "a"))))).isEmpty();
    assertThat(written(at.change(at.topology.bind(toQueue("f", "q", "a"))))).isEmpty();
    assertThat(written(at.change(at.topology.bind(toExchange("x", "f", "a"))))).isEmpty();
    assertThat(forgotten(at.change(at.topology.unbind(toQueue("x", "q", "a.b")))))
        .containsExactly("binding/x/toQueue/q/a.b//");
    assertThat(at.change(at.topology.unbind(toQueue("x", "passing", "a"))).entries()).isEmpty();
  }

  @Test
  void anExchangeGoesWithAllItsBindings() {
    at.exchange("x", TOPIC).exchange("y", FANOUT).exchange("z", FANOUT);
    at.bind("y", "q", "k").chain("x", "y", "a").chain("y", "z", "b").chain("y", "y", "self");
    Change change = at.change(at.topology.delete("y", false));
    assertThat(change.removed())
        .containsExactlyInAnyOrder(
            toQueue("y", "q", "k"),
            toExchange("x", "y", "a"),
            toExchange("y", "z", "b"),
            toExchange("y", "y", "self"),
            Exchange.durable("y", FANOUT));
    assertThat(forgotten(change))
        .containsExactlyInAnyOrder(
            "exchange/y",
            "binding/y/toQueue/q/k//",
            "binding/x/toExchange/y/a//",
            "binding/y/toExchange/z/b//",
            "binding/y/toExchange/y/self//");
    assertThat(at.topology.bindingCount()).isZero();
    assertThat(at.topology.exchangeCount()).isEqualTo(2);
  }

  @Test
  void aQueueGoesWithAllItsBindingsInTheSameChange() {
    at.exchange("x", TOPIC).exchange("y", DIRECT);
    at.bind("x", "q", "a").bind("x", "q", "b").bind("y", "q", "").bind("y", "other", "");
    Topology before = at.topology;
    Change change = before.withoutQueue("q");
    assertThat(change.removed())
        .containsExactlyInAnyOrder(
            toQueue("x", "q", "a"), toQueue("x", "q", "b"), toQueue("y", "q", ""));
    assertThat(forgotten(change)).hasSize(3);
    assertThat(change.topology().hasQueue("q")).isFalse();
    assertThat(change.topology().bindingCount()).isEqualTo(1);
    assertThat(before.bindingCount()).isEqualTo(4);
  }

  @Test
  void aQueueThatWasNotThereTakesNothingWithIt() {
    Change change = at.exchange("x", TOPIC).topology.withoutQueue("none");
    assertThat(change.removed()).isEmpty();
    assertThat(change.entries()).isEmpty();
  }

  @Test
  void anExchangeThatWantsToGoesWithTheLastOfItsBindings() {
    at.exchange(autoDelete("x", TOPIC)).bind("x", "p", "a").bind("x", "q", "b");
    Change first = at.change(at.topology.unbind(toQueue("x", "p", "a")));
    assertThat(first.removed()).containsExactly(toQueue("x", "p", "a"));
    Change last = at.change(at.topology.unbind(toQueue("x", "q", "b")));
    assertThat(last.removed()).containsExactly(toQueue("x", "q", "b"), autoDelete("x", TOPIC));
    assertThat(forgotten(last)).containsExactly("binding/x/toQueue/q/b//", "exchange/x");
    assertThat(at.topology.exchange("x")).isEmpty();
  }

  @Test
  void anExchangeThatNeverHadABindingStays() {
    at.exchange(autoDelete("x", TOPIC)).exchange("y", FANOUT).chain("y", "x", "");
    at.change(at.topology.unbind(toExchange("y", "x", "")));
    assertThat(at.topology.exchange("x")).isPresent();
  }

  @Test
  void anExchangeGoesWithTheQueueThatItWasLastBoundTo() {
    at.exchange(autoDelete("x", TOPIC)).bind("x", "q", "a").bind("x", "q", "b");
    Change change = at.topology.withoutQueue("q");
    assertThat(change.topology().exchange("x")).isEmpty();
    assertThat(change.removed()).hasSize(3).endsWith(autoDelete("x", TOPIC));
  }

  @Test
  void exchangesThatGoTakeOthersWithThemHoweverLongTheChain() {
    int length = 20_000;
    at.queues("q");
    for (int i = 0; i < length; i++) {
      at.exchange(autoDelete("x" + i, FANOUT));
      if (i > 0) {
        at.chain("x" + i, "x" + (i - 1), "");
      }
    }
    at.bind("x0", "q", "").exchange("end", FANOUT).chain("end", "x" + (length - 1), "");
    Change change = at.topology.withoutQueue("q");
    assertThat(change.topology().exchanges()).containsExactly(Exchange.durable("end", FANOUT));
    assertThat(change.topology().bindingCount()).isZero();
    assertThat(change.removed()).hasSize(2 * length + 1).doesNotHaveDuplicates();
  }

  @Test
  void exchangesInACircleGoOnce() {
    at.exchange(autoDelete("x", FANOUT)).exchange(autoDelete("y", FANOUT));
    at.chain("x", "y", "").chain("y", "x", "");
    Change change = at.change(at.topology.unbind(toExchange("x", "y", "")));
    assertThat(change.removed()).hasSize(4).doesNotHaveDuplicates();
    assertThat(at.topology.exchangeCount()).isZero();
    assertThat(at.topology.bindingCount()).isZero();
  }

  @Test
  void namesWithSlashesAreKeptApartInKeys() {
    at.exchange("a/toQueue/b", DIRECT).exchange("a", DIRECT).queues("b", "c%2Fd", "c/d");
    assertThat(written(at.change(at.topology.bind(toQueue("a/toQueue/b", "c/d", "k/")))))
        .containsExactly("binding/a%2FtoQueue%2Fb/toQueue/c%2Fd/k%2F//");
    assertThat(written(at.change(at.topology.bind(toQueue("a/toQueue/b", "c%2Fd", "k/")))))
        .containsExactly("binding/a%2FtoQueue%2Fb/toQueue/c%252Fd/k%2F//");
  }

  private static List<String> written(Change change) {
    return change.entries().stream()
        .filter(entry -> entry.value() != null)
        .map(TopologyEntry::key)
        .toList();
  }

  private static List<String> forgotten(Change change) {
    return change.entries().stream()
        .filter(entry -> entry.value() == null)
        .map(TopologyEntry::key)
        .toList();
  }
}
