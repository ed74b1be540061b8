package io.weir.core.route;

import static io.weir.core.route.Fixture.DIRECT;
import static io.weir.core.route.Fixture.FANOUT;
import static io.weir.core.route.Fixture.HEADERS;
import static io.weir.core.route.Fixture.TOPIC;
import static io.weir.core.route.Fixture.withAlternate;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.route.ExchangeType.Topic;
import io.weir.core.route.Fixture.Letter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where messages go. */
class RoutingTest {
  private final Fixture at = new Fixture();

  @Test
  void theDefaultExchangeRoutesToTheQueueThatTheKeyNames() {
    at.queues("q", "other");
    assertThat(at.route("", "q")).containsExactly("q");
    assertThat(at.route("", "none")).isEmpty();
    at.topology = at.topology.withoutQueue("q").topology();
    assertThat(at.route("", "q")).isEmpty();
  }

  @Test
  void aDirectExchangeRoutesByTheKeyAsItIs() {
    at.exchange("x", DIRECT).bind("x", "one", "k").bind("x", "two", "k").bind("x", "three", "k.#");
    assertThat(at.route("x", "k")).containsExactlyInAnyOrder("one", "two");
    assertThat(at.route("x", "k.#")).containsExactly("three");
    assertThat(at.route("x", "k.a")).isEmpty();
  }

  @Test
  void aFanoutExchangeRoutesToAll() {
    at.exchange("x", FANOUT).bind("x", "one", "k").bind("x", "two", "");
    assertThat(at.route("x", "anything")).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void aTopicExchangeRoutesByPatterns() {
    at.exchange("x", TOPIC)
        .bind("x", "all", "#")
        .bind("x", "temps", "*.temp")
        .bind("x", "room1", "room1.#");
    assertThat(at.route("x", "room1.temp")).containsExactlyInAnyOrder("all", "temps", "room1");
    assertThat(at.route("x", "room2.temp")).containsExactlyInAnyOrder("all", "temps");
    assertThat(at.route("x", "")).containsExactly("all");
  }

  @Test
  void aHeadersExchangeRoutesByHeadersAndNotByTheKey() {
    at.exchange("x", HEADERS)
        .queues("pdf", "all", "any")
        .bind(
            Fixture.toQueue(
                "x", "all", null, Map.of("format", Value.of("pdf"), "pages", Value.of(7))))
        .bind(Fixture.toQueue("x", "pdf", null, Map.of("format", Value.of("pdf"))))
        .bind(
            Fixture.toQueue(
                "x",
                "any",
                HeaderMatch.ANY,
                Map.of("format", Value.of("pdf"), "pages", Value.of(7))));
    assertThat(at.route("x", Letter.headers(Map.of("format", Value.of("pdf")))).queues())
        .containsExactlyInAnyOrder("pdf", "any");
    assertThat(at.route("x", Letter.headers(Map.of("pages", Value.of(7)))).queues())
        .containsExactly("any");
    assertThat(at.route("x", "pdf")).isEmpty();
  }

  @Test
  void whereThereIsNoExchangeNothingGoesAnywhere() {
    assertThat(at.route("none", Envelope.of("k")).matched()).isFalse();
  }

  @Test
  void aTargetOccursOnceHoweverManyBindingsMatch() {
    at.exchange("x", TOPIC).bind("x", "q", "#").bind("x", "q", "a.*").bind("x", "q", "a.b");
    assertThat(at.route("x", "a.b")).containsExactly("q");
    assertThat(at.topology.bindingCount()).isEqualTo(3);
    at.unbind("x", "q", "#");
    assertThat(at.route("x", "a.b")).containsExactly("q");
    at.unbind("x", "q", "a.*").unbind("x", "q", "a.b");
    assertThat(at.route("x", "a.b")).isEmpty();
  }

  @Test
  void furtherKeysAddTheirTargets() {
    at.exchange("x", DIRECT).bind("x", "one", "1").bind("x", "two", "2").bind("x", "three", "3");
    at.exchange("t", TOPIC).bind("t", "one", "*").bind("t", "two", "2.#");
    assertThat(at.route("x", Letter.keys("1", "3")).queues())
        .containsExactlyInAnyOrder("one", "three");
    assertThat(at.route("t", Letter.keys("1", "2.x")).queues())
        .containsExactlyInAnyOrder("one", "two");
    assertThat(at.route("", Letter.keys("none", "two", "three", "two")).queues())
        .containsExactlyInAnyOrder("two", "three");
  }

  @Test
  void anExchangeRoutesWithTheSameKeysWhatComesFromAnother() {
    at.exchange("first", TOPIC).exchange("second", DIRECT);
    at.chain("first", "second", "a.#").bind("second", "q", "a.b").bind("first", "p", "a.*");
    assertThat(at.route("first", "a.b")).containsExactlyInAnyOrder("p", "q");
    assertThat(at.route("first", "a.c")).containsExactly("p");
    assertThat(at.route("second", "a.b")).containsExactly("q");
  }

  @Test
  void circlesOfExchangesEnd() {
    at.exchange("a", FANOUT).exchange("b", FANOUT).exchange("c", FANOUT);
    at.chain("a", "b", "").chain("b", "c", "").chain("c", "a", "").chain("b", "b", "");
    at.bind("a", "qa", "").bind("b", "qb", "").bind("c", "qc", "");
    for (String start : Set.of("a", "b", "c")) {
      assertThat(at.route(start, "")).containsExactlyInAnyOrder("qa", "qb", "qc");
    }
  }

  @Test
  void whatNothingMatchesGoesToTheAlternateExchangeAndFromThereOn() {
    at.exchange(withAlternate("x", DIRECT, "y"))
        .exchange(withAlternate("y", DIRECT, "z"))
        .exchange("z", FANOUT)
        .bind("x", "qx", "k")
        .bind("y", "qy", "l")
        .bind("z", "qz", "");
    assertThat(at.route("x", "k")).containsExactly("qx");
    assertThat(at.route("x", "l")).containsExactly("qy");
    assertThat(at.route("x", "m")).containsExactly("qz");
  }

  @Test
  void alternateExchangesThatGoInACircleOrAreNotThereEndInNothing() {
    at.exchange(withAlternate("x", DIRECT, "y")).exchange(withAlternate("y", DIRECT, "x"));
    at.exchange(withAlternate("lost", DIRECT, "nowhere"));
    assertThat(at.route("x", Envelope.of("k")).matched()).isFalse();
    assertThat(at.route("lost", Envelope.of("k")).matched()).isFalse();
  }

  @Test
  void anExchangeThatMatchedAnotherHasMatchedWhateverThatOneDoes() {
    at.exchange(withAlternate("x", FANOUT, "rest")).exchange("dead-end", DIRECT);
    at.exchange("rest", FANOUT).bind("rest", "q", "").chain("x", "dead-end", "");
    assertThat(at.route("x", "k")).isEmpty();
  }

  @Test
  void theAlternateOfAnExchangeOnTheWayIsTakenTooWhileOthersHaveMatched() {
    at.exchange("x", FANOUT).exchange(withAlternate("narrow", DIRECT, "rest"));
    at.exchange("rest", FANOUT).bind("rest", "left", "").bind("x", "q", "");
    at.chain("x", "narrow", "");
    assertThat(at.route("x", "k")).containsExactlyInAnyOrder("q", "left");
  }

  @Test
  void theDefaultExchangeCanBeAnAlternate() {
    at.exchange(withAlternate("x", DIRECT, "")).queues("k");
    assertThat(at.route("x", "k")).containsExactly("k");
  }

  @Test
  void aDelayedExchangeHoldsWhatIsDelayedAndRoutesTheRestAsItsType() {
    at.exchange("x", Fixture.delayed(TOPIC)).bind("x", "q", "a.#");
    Routes held = at.route("x", Letter.keys("a.b").held());
    assertThat(held.held()).containsExactly("x");
    assertThat(held.queues()).isEmpty();
    assertThat(held.matched()).isTrue();
    assertThat(at.route("x", "a.b")).containsExactly("q");
    assertThat(at.route("x", "b")).isEmpty();
  }

  @Test
  void aDelayedExchangeOnTheWayHoldsItsPartOnly() {
    at.exchange("x", FANOUT).exchange("later", Fixture.delayed(FANOUT)).bind("x", "now", "");
    at.chain("x", "later", "").bind("later", "q", "");
    Routes routes = at.route("x", Letter.keys("k").held());
    assertThat(routes.held()).containsExactly("later");
    assertThat(routes.queues()).containsExactly("now");
    assertThat(at.route("later", "k")).containsExactly("q");
  }

  @Test
  void whatIsHeldIsNotForTheAlternateExchange() {
    at.exchange(withAlternate("x", Fixture.delayed(DIRECT), "rest")).exchange("rest", FANOUT);
    at.bind("rest", "q", "");
    assertThat(at.route("x", Letter.keys("k").held()).queues()).isEmpty();
    assertThat(at.route("x", "k")).containsExactly("q");
  }

  @Test
  void theAddressTreeHasTheAddressAsATargetIfSomebodyWantsIt() {
    at.exchange("tree", new Topic(true)).exchange("plain", TOPIC).bind("tree", "q", "a.#");
    AddressTree tree = Set.of("a.b", "c")::contains;
    Routes both = at.topology.route("tree", Envelope.of("a.b"), tree);
    assertThat(both.queues()).containsExactly("q");
    assertThat(both.addresses()).containsExactly("a.b");
    Routes address = at.topology.route("tree", Letter.keys("c", "d"), tree);
    assertThat(address.addresses()).containsExactly("c");
    assertThat(address.matched()).isTrue();
    assertThat(at.topology.route("tree", Envelope.of("d"), tree).matched()).isFalse();
    assertThat(at.topology.route("plain", Envelope.of("c"), tree).matched()).isFalse();
  }

  @Test
  void anAddressThatIsWantedIsNotForTheAlternateExchange() {
    at.exchange(withAlternate("tree", new Topic(true), "rest")).exchange("rest", FANOUT);
    at.bind("rest", "q", "");
    assertThat(at.topology.route("tree", Envelope.of("a"), "a"::equals).queues()).isEmpty();
    assertThat(at.topology.route("tree", Envelope.of("b"), "a"::equals).queues())
        .containsExactly("q");
  }

  @Test
  void anExchangeBoundToTheAddressTreePublishesThere() {
    at.exchange("x", FANOUT).exchange("tree", new Topic(true)).chain("x", "tree", "");
    assertThat(at.topology.route("x", Envelope.of("a.b"), key -> true).addresses())
        .containsExactly("a.b");
  }

  @Test
  void aTopologyThatSomebodyHoldsRoutesAsBefore() {
    at.exchange("x", DIRECT).bind("x", "q", "k");
    Topology before = at.topology;
    at.unbind("x", "q", "k").bind("x", "p", "k");
    assertThat(before.route("x", Envelope.of("k"), AddressTree.NOBODY).queues())
        .containsExactly("q");
    assertThat(at.route("x", "k")).containsExactly("p");
  }
}
