package io.weir.core.route;

import static io.weir.core.route.Fixture.DIRECT;
import static io.weir.core.route.Fixture.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A hundred thousand bindings. */
class ManyBindingsTest {
  private static final int BINDINGS = 100_000;

  private final Fixture at = new Fixture();

  @Test
  void oneAfterTheOtherComesIsFoundAndGoes() {
    at.exchange("t", TOPIC).exchange("d", DIRECT);
    for (int i = 0; i < BINDINGS; i += 2) {
      at.bind("t", "q" + i % 1_000, "site" + i % 300 + ".*.device" + i + ".#");
      at.bind("d", "q" + i % 1_000, "key" + i);
    }
    assertThat(at.topology.bindingCount()).isEqualTo(BINDINGS);
    assertThat(at.route("t", "site0.a.device1200.b.c")).containsExactly("q200");
    assertThat(at.route("t", "site1.a.device1200.b.c")).isEmpty();
    assertThat(at.route("d", "key1234")).containsExactly("q234");

    Change all = at.topology.withoutQueue("q234");
    assertThat(all.removed()).hasSize(2 * BINDINGS / 1_000);
    at.change(at.topology.delete("t", false));
    assertThat(at.topology.bindingCount()).isEqualTo(BINDINGS / 2);
    assertThat(at.topology.bindingsTo(Destination.queue("q234"))).hasSize(BINDINGS / 1_000);
  }
}
