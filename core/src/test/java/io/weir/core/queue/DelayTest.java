package io.weir.core.queue;

import static io.weir.core.queue.Counter.ALICE;
import static io.weir.core.queue.Counter.SPACE;
import static io.weir.core.queue.Counter.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.core.TestCore;
import io.weir.core.publish.Message;
import io.weir.core.publish.PropertyNames;
import io.weir.core.route.Envelope;
import io.weir.core.route.ExchangeType;
import io.weir.core.route.Value;
import io.weir.record.Header;
import io.weir.testing.Futures;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exchanges that hold messages back until they are due. */
class DelayTest {
  private final Counter counter = new Counter();

  @AfterEach
  void end() {
    counter.close();
  }

  private record Delayed(String key) implements Envelope {
    @Override
    public List<String> keys() {
      return List.of(key);
    }

    @Override
    public @Nullable Value header(String name) {
      return null;
    }

    @Override
    public @Nullable Value property(MessageProperty property) {
      return null;
    }

    @Override
    public boolean delayed() {
      return true;
    }
  }

  private Future<Outcome> later(String body, long millis) {
    Header due =
        Header.of(PropertyNames.DELIVER_AT, Long.toString(System.currentTimeMillis() + millis));
    return counter
        .queues()
        .publish(
            ALICE,
            SPACE,
            new Posting(
                "later",
                new Delayed("key"),
                new Message(TestCore.bytes(body), List.of(due), Message.NOW)));
  }

  @Test
  void whatIsDelayedComesWhenItIsDueAndTheRestAtOnce() {
    counter.exchange("later", new ExchangeType.Delayed(new ExchangeType.Direct()));
    counter.queue("q");
    counter.bind("later", "key", "q");
    assertThat(Futures.await(later("second", 300))).isEqualTo(new Outcome.Stored(1));
    assertThat(counter.send("later", "key", "first")).isEqualTo(new Outcome.Stored(1));

    Customer customer = Customer.of(counter, "q", 5);
    assertThat(customer.told(2)).containsExactly("first", "second");
    assertThat(customer.got.get(1).exchange()).isEqualTo("later");
    assertThat(customer.got.get(1).key()).isEqualTo("key");
  }

  @Test
  void whatPassesNoDelayedExchangeIsDeliveredAtOnce() {
    counter.exchange("later", new ExchangeType.Fanout());
    counter.queue("q");
    counter.bind("later", "", "q");
    Futures.await(later("a", 3_600_000));
    assertThat(Customer.of(counter, "q", 1).told(1)).containsExactly("a");
  }

  @Test
  void whatIsDelayedIsThereAfterACrash() {
    counter.exchange("later", new ExchangeType.Delayed(new ExchangeType.Fanout()));
    counter.queue("q");
    counter.bind("later", "", "q");
    Futures.await(later("a", 300));
    counter.weir.crash();
    assertThat(Customer.of(counter, "q", 1).told(1)).containsExactly("a");
  }

  @Test
  void whatIsHeldGoesWithItsExchange() {
    counter.exchange("later", new ExchangeType.Delayed(new ExchangeType.Fanout()));
    Futures.await(later("a", 60_000));
    assertThat(done(counter.queues().deleteExchange(ALICE, SPACE, "later", false))).isTrue();
    counter.weir.restart();
    assertThat(counter.weir.core().topics().all()).isEmpty();
  }
}
