package io.weir.core.route;

import static io.weir.core.route.Fixture.DIRECT;
import static io.weir.core.route.Fixture.FANOUT;
import static io.weir.core.route.Fixture.HASH;
import static io.weir.core.route.Fixture.HEADERS;
import static io.weir.core.route.Fixture.TOPIC;
import static io.weir.core.route.Fixture.toExchange;
import static io.weir.core.route.Fixture.toQueue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.route.Answer.DefaultExchange;
import io.weir.core.route.Answer.Differs;
import io.weir.core.route.Answer.InUse;
import io.weir.core.route.Answer.Missing;
import io.weir.core.route.Answer.Same;
import io.weir.core.route.Exchange.Aspect;
import io.weir.core.route.ExchangeType.ConsistentHash;
import io.weir.core.route.ExchangeType.HashOn;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a topology says to those who want to change it. */
class AnswersTest {
  private static final Exchange PRESENT =
      new Exchange("x", DIRECT, true, false, false, "alt", Map.of("a", Value.of(1)));

  private final Fixture at = new Fixture();

  @Test
  void anExchangeThatIsDeclaredIsThere() {
    at.exchange(PRESENT);
    assertThat(at.topology.exchange("x")).contains(PRESENT);
    assertThat(at.topology.exchanges()).containsExactly(PRESENT);
    assertThat(at.topology.exchangeCount()).isEqualTo(1);
  }

  @Test
  void anExchangeDeclaredAgainIsTheSame() {
    at.exchange(PRESENT);
    assertThat(at.topology.declare(PRESENT)).isEqualTo(new Same());
    Exchange others = new Exchange("x", DIRECT, true, false, false, "alt", Map.of());
    assertThat(at.topology.declare(others)).isEqualTo(new Same());
  }

  @Test
  void anExchangeDeclaredOtherwiseDiffersInSomething() {
    at.exchange(PRESENT);
    differs(Aspect.TYPE, new Exchange("x", TOPIC, true, false, false, "alt", Map.of()));
    differs(Aspect.DURABLE, new Exchange("x", DIRECT, false, false, false, "alt", Map.of()));
    differs(Aspect.AUTO_DELETE, new Exchange("x", DIRECT, true, true, false, "alt", Map.of()));
    differs(Aspect.INTERNAL, new Exchange("x", DIRECT, true, false, true, "alt", Map.of()));
    differs(Aspect.ALTERNATE, new Exchange("x", DIRECT, true, false, false, "other", Map.of()));
    differs(Aspect.ALTERNATE, new Exchange("x", DIRECT, true, false, false, null, Map.of()));
  }

  @Test
  void ofSeveralDifferencesTheFirstIsNamed() {
    at.exchange(PRESENT);
    differs(Aspect.TYPE, new Exchange("x", TOPIC, false, true, true, null, Map.of()));
    differs(Aspect.DURABLE, new Exchange("x", DIRECT, false, true, true, null, Map.of()));
  }

  @Test
  void anAlternateMayNotBeAddedEither() {
    at.exchange("x", DIRECT);
    differs(Aspect.ALTERNATE, PRESENT);
  }

  private void differs(Aspect in, Exchange asked) {
    Exchange present = at.topology.exchange("x").orElseThrow();
    assertThat(at.topology.declare(asked)).isEqualTo(new Differs(in, asked, present));
  }

  @Test
  void whatIsHashedAndWhatLiesUnderADelayedExchangeIsNotCompared() {
    at.exchange("h", HASH).exchange("d", Fixture.delayed(TOPIC));
    assertThat(
            at.topology.declare(
                Exchange.durable("h", new ConsistentHash(new HashOn.Header("other")))))
        .isEqualTo(new Same());
    assertThat(at.topology.declare(Exchange.durable("d", Fixture.delayed(DIRECT))))
        .isEqualTo(new Same());
  }

  @Test
  void aDelayedExchangeIsNoneUnderneath() {
    assertThatThrownBy(() -> Fixture.delayed(Fixture.delayed(TOPIC)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anExchangeIsDeleted() {
    at.exchange(PRESENT);
    at.change(at.topology.delete("x", true));
    assertThat(at.topology.exchange("x")).isEmpty();
    assertThat(at.topology.delete("x", false)).isEqualTo(new Missing(true, false));
  }

  @Test
  void anExchangeIsInUseWhileBindingsBeginThere() {
    at.exchange("x", DIRECT).exchange("y", FANOUT).bind("x", "q", "k").chain("x", "y", "k");
    assertThat(at.topology.delete("x", true)).isEqualTo(new InUse());
    at.change(at.topology.delete("y", true));
    at.unbind("x", "q", "k");
    at.change(at.topology.delete("x", true));
  }

  @Test
  void anExchangeInUseIsDeletedWhereThatIsNotAsked() {
    at.exchange("x", DIRECT).bind("x", "q", "k");
    at.change(at.topology.delete("x", false));
    assertThat(at.topology.bindingsTo(Destination.queue("q"))).isEmpty();
    assertThat(at.topology.hasQueue("q")).isTrue();
  }

  @Test
  void aBindingIsThereOnce() {
    at.exchange("x", DIRECT).bind("x", "q", "k");
    assertThat(at.topology.bind(toQueue("x", "q", "k"))).isEqualTo(new Same());
    assertThat(at.topology.bindingsFrom("x")).containsExactly(toQueue("x", "q", "k"));
    assertThat(at.topology.bindingsTo(Destination.queue("q")))
        .containsExactly(toQueue("x", "q", "k"));
    at.unbind("x", "q", "k");
    assertThat(at.topology.unbind(toQueue("x", "q", "k"))).isEqualTo(new Same());
    assertThat(at.topology.bindingsFrom("x")).isEmpty();
    assertThat(at.topology.bindingsTo(Destination.queue("q"))).isEmpty();
  }

  @Test
  void bindingsThatDifferInAnythingAreSeveral() {
    Map<String, Value> one = Map.of("a", Value.of(1));
    at.exchange("x", HEADERS).queues("q");
    at.bind("x", "q", "").bind("x", "q", "k");
    at.bind(toQueue("x", "q", null, one)).bind(toQueue("x", "q", HeaderMatch.ALL, one));
    at.bind(toQueue("x", "q", null, Map.of("a", Value.of("1"))));
    assertThat(at.topology.bindingCount()).isEqualTo(5);
    assertThat(at.topology.bind(toQueue("x", "q", null, Map.of("a", Value.of(1)))))
        .isEqualTo(new Same());
  }

  @Test
  void aQueueAndAnExchangeMayHaveOneName() {
    at.exchange("x", DIRECT).exchange("same", FANOUT).bind("same", "q", "");
    at.bind("x", "same", "k").chain("x", "same", "k");
    assertThat(at.route("x", "k")).containsExactlyInAnyOrder("same", "q");
    at.unbind("x", "same", "k");
    assertThat(at.route("x", "k")).containsExactly("q");
  }

  @Test
  void bindingWhatIsNotThereSaysWhatIsMissing() {
    at.exchange("x", DIRECT).queues("q");
    assertThat(at.topology.bind(toQueue("none", "q", ""))).isEqualTo(new Missing(true, false));
    assertThat(at.topology.bind(toQueue("x", "none", ""))).isEqualTo(new Missing(false, true));
    assertThat(at.topology.bind(toQueue("none", "no", ""))).isEqualTo(new Missing(true, true));
    assertThat(at.topology.bind(toExchange("x", "q", ""))).isEqualTo(new Missing(false, true));
    assertThat(at.topology.bind(toQueue("x", "x", ""))).isEqualTo(new Missing(false, true));
  }

  @Test
  void unbindingWhatIsNotThereIsNoFault() {
    at.exchange("x", DIRECT).queues("q");
    assertThat(at.topology.unbind(toQueue("none", "q", ""))).isEqualTo(new Same());
    assertThat(at.topology.unbind(toQueue("x", "none", ""))).isEqualTo(new Same());
  }

  @Test
  void nothingCanBeDoneToTheDefaultExchange() {
    at.exchange("x", DIRECT).queues("q");
    assertThat(at.topology.declare(Exchange.durable("", DIRECT))).isEqualTo(new DefaultExchange());
    assertThat(at.topology.delete("", false)).isEqualTo(new DefaultExchange());
    assertThat(at.topology.bind(toQueue("", "q", "q"))).isEqualTo(new DefaultExchange());
    assertThat(at.topology.bind(toExchange("x", "", "q"))).isEqualTo(new DefaultExchange());
    assertThat(at.topology.unbind(toQueue("", "q", "q"))).isEqualTo(new DefaultExchange());
    assertThat(at.topology.unbind(toExchange("x", "", "q"))).isEqualTo(new DefaultExchange());
  }
}
